package io.vicinal.retrieval.shard;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherLifetimeManager;
import org.apache.lucene.search.SearcherLifetimeManager.PruneByAge;
import org.jspecify.annotations.Nullable;

/**
 * Searchers that have answered and are kept for a while, so that the passages of an answer are read from the index that
 * gave it. A number carries a salt of this opening of the shard: the same version of the index may show
 * something else after a restart.
 */
final class PointsInTime implements AutoCloseable {
    private static final int VERSION_BITS = 40;
    private static final long VERSION_MASK = (1L << VERSION_BITS) - 1;

    private final SearcherLifetimeManager kept = new SearcherLifetimeManager();
    private final long salt = ThreadLocalRandom.current().nextLong(1L << (62 - VERSION_BITS)) << VERSION_BITS;

    /** The searcher must be held by the caller. */
    long record(IndexSearcher searcher) throws IOException {
        return salt | kept.record(searcher);
    }

    /** The searcher, to be given to {@link #release}, or null when it has gone. */
    @Nullable
    IndexSearcher acquire(long number) {
        return (number & ~VERSION_MASK) == salt ? kept.acquire(number & VERSION_MASK) : null;
    }

    void release(IndexSearcher searcher) throws IOException {
        kept.release(searcher);
    }

    /** Lets go of those that were replaced by a newer one longer ago than {@code age}. */
    void prune(Duration age) throws IOException {
        kept.prune(new PruneByAge(age.toMillis() / 1000.0));
    }

    @Override
    public void close() throws IOException {
        kept.close();
    }
}
