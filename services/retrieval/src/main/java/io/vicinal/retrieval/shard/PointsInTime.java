package io.vicinal.retrieval.shard;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherLifetimeManager;
import org.jspecify.annotations.Nullable;

/**
 * Searchers that have answered and are kept for a while, so that the passages of an answer are read from the index that
 * gave it, and longer, as far as there are not too many, for cursors to go on with. A number carries a salt of this opening of the shard: the same version of the index may show
 * something else after a restart.
 */
final class PointsInTime implements AutoCloseable {
    private static final int VERSION_BITS = 40;
    private static final long VERSION_MASK = (1L << VERSION_BITS) - 1;

    /** Kept for cursors; each holds files that were merged since, and the bits of what was deleted. */
    static final int MOST = 100;

    private final Map<Long, Long> lastUsed = new ConcurrentHashMap<>();
    private final SearcherLifetimeManager kept = new SearcherLifetimeManager();
    private final long salt = ThreadLocalRandom.current().nextLong(1L << (62 - VERSION_BITS)) << VERSION_BITS;

    /** The searcher must be held by the caller. */
    long record(IndexSearcher searcher) throws IOException {
        return salt | kept.record(searcher);
    }

    /** The searcher, to be given to {@link #release}, or null when it has gone. */
    @Nullable
    IndexSearcher acquire(long number) {
        IndexSearcher found = (number & ~VERSION_MASK) == salt ? kept.acquire(number & VERSION_MASK) : null;
        if (found != null) {
            lastUsed.put(version(found), System.nanoTime());
        }
        return found;
    }

    void release(IndexSearcher searcher) throws IOException {
        kept.release(searcher);
    }

    /**
     * Lets go of those that were replaced by a newer one longer ago than {@code age}, but of the newest {@link #MOST} only
     * when that, and the last time one was asked for, is longer ago than {@code cursors}.
     */
    void prune(Duration age, Duration cursors) throws IOException {
        long now = System.nanoTime();
        AtomicInteger newer = new AtomicInteger(); // Lucene asks about the newest first
        kept.prune((seconds, searcher) -> {
            if (seconds <= seconds(age)) {
                return false;
            }
            Long used = lastUsed.get(version(searcher));
            double idle = used == null ? seconds : Math.min(seconds, (now - used) / 1e9);
            return idle > seconds(cursors) || newer.getAndIncrement() >= MOST;
        });
        lastUsed.values().removeIf(used -> (now - used) / 1e9 > seconds(cursors));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static long version(IndexSearcher searcher) {
        return ((DirectoryReader) searcher.getIndexReader()).getVersion();
    }

    @Override
    public void close() throws IOException {
        kept.close();
    }
}
