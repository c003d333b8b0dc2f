package io.vicinal.retrieval.shard;

import io.vicinal.retrieval.lexical.LexicalField;
import java.io.IOException;
import java.time.Duration;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.util.IOConsumer;
import org.jspecify.annotations.Nullable;

/** The searcher that shows the shard now, and those that answered a little while ago. */
final class ShardSearchers implements AutoCloseable {

    /** Live documents and passages of one version of the index. */
    private record Counts(long version, long documents, long passages) {}

    private final SearcherManager manager;
    private final PointsInTime pointsInTime = new PointsInTime();
    private volatile @Nullable Counts counts;

    ShardSearchers(IndexWriter writer) throws IOException {
        manager = new SearcherManager(writer, true, false, new SearcherFactory() {
            @Override
            public IndexSearcher newSearcher(IndexReader reader, @Nullable IndexReader previous) {
                IndexSearcher searcher = new IndexSearcher(reader);
                searcher.setSimilarity(LexicalField.similarity());
                return searcher;
            }
        });
    }

    void refresh() throws IOException {
        manager.maybeRefreshBlocking();
    }

    /** False also after a merge, which changes no document but files and the time that a search takes. */
    boolean isNewest() throws IOException {
        IndexSearcher searcher = manager.acquire();
        try {
            return ((DirectoryReader) searcher.getIndexReader()).isCurrent();
        } finally {
            manager.release(searcher);
        }
    }

    /** Asks about the index that is shown now. */
    void show(IOConsumer<DirectoryReader> asked) throws IOException {
        IndexSearcher searcher = manager.acquire();
        try {
            asked.accept((DirectoryReader) searcher.getIndexReader());
        } finally {
            manager.release(searcher);
        }
    }

    /** The newest searcher, kept for its passages to be fetched. */
    PointInTime newest() throws IOException {
        IndexSearcher searcher = manager.acquire();
        try {
            return new PointInTime(pointsInTime.record(searcher), searcher, () -> manager.release(searcher));
        } catch (IOException | RuntimeException e) {
            manager.release(searcher);
            throw e;
        }
    }

    @Nullable
    PointInTime earlier(long number) {
        IndexSearcher searcher = pointsInTime.acquire(number);
        return searcher == null ? null : new PointInTime(number, searcher, () -> pointsInTime.release(searcher));
    }

    void prune(Duration age, Duration cursors) throws IOException {
        pointsInTime.prune(age, cursors);
    }

    /** How many members of blocks match. */
    int count(Query query) throws IOException {
        IndexSearcher searcher = manager.acquire();
        try {
            return searcher.count(query);
        } finally {
            manager.release(searcher);
        }
    }

    boolean anyExpired(long epochMs) throws IOException {
        IndexSearcher searcher = manager.acquire();
        try {
            return DocumentExpiry.anyBefore(searcher, epochMs);
        } finally {
            manager.release(searcher);
        }
    }

    long documents() throws IOException {
        return counts().documents();
    }

    long passages() throws IOException {
        return counts().passages();
    }

    /** Counting takes a pass over the documents of segments with deletions, so it is done once a version. */
    private Counts counts() throws IOException {
        IndexSearcher searcher = manager.acquire();
        try {
            DirectoryReader reader = (DirectoryReader) searcher.getIndexReader();
            Counts known = counts;
            if (known != null && known.version() == reader.getVersion()) {
                return known;
            }
            long documents = searcher.count(IndexFields.documents());
            Counts now = new Counts(reader.getVersion(), documents, reader.numDocs() - documents);
            counts = now;
            return now;
        } finally {
            manager.release(searcher);
        }
    }

    @Override
    public void close() throws IOException {
        pointsInTime.close();
        manager.close();
    }
}
