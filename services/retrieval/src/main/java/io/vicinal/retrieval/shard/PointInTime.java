package io.vicinal.retrieval.shard;

import java.io.IOException;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.IORunnable;

/** A searcher held open until closed. */
public final class PointInTime implements AutoCloseable {
    private final long number;
    private final IndexSearcher searcher;
    private final IORunnable release;

    PointInTime(long number, IndexSearcher searcher, IORunnable release) {
        this.number = number;
        this.searcher = searcher;
        this.release = release;
    }

    /** By which {@link Shard#pointInTime(long)} finds it again for a while. */
    public long number() {
        return number;
    }

    public IndexSearcher searcher() {
        return searcher;
    }

    @Override
    public void close() throws IOException {
        release.run();
    }
}
