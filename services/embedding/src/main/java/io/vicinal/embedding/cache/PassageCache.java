package io.vicinal.embedding.cache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.embedding.SparseWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/**
 * The vectors of passages that were encoded before, so that a document whose text did not change, a collection made anew
 * and an ingest that begins again cost no run. It may forget and it never fails: whatever goes wrong in it is a miss, and a
 * cache that breaks is given up until the next start. Thread-safe.
 */
public final class PassageCache implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PassageCache.class);
    private static final String NAME = "vicinal.embedding.passage";
    private static final Duration END = Duration.ofSeconds(5);

    private final Counter hits;
    private final Counter misses;
    private volatile @Nullable Generations generations;
    /** Closes what was given up. */
    private volatile @Nullable Thread ending;

    private PassageCache(MeterRegistry metrics) {
        this.hits = gets(metrics, "hit");
        this.misses = gets(metrics, "miss");
        Gauge.builder("vicinal.embedding.passage-cache.bytes", this, PassageCache::bytes)
                .description("Bytes on disk of the vectors of earlier passages")
                .baseUnit("bytes")
                .register(metrics);
    }

    /**
     * Opens what is in the folder, or begins with nothing.
     *
     * @param folder null keeps nothing
     * @param size of the files; zero keeps nothing
     */
    public static PassageCache open(@Nullable Path folder, DataSize size, MeterRegistry metrics) {
        PassageCache cache = new PassageCache(metrics);
        if (folder != null && size.toBytes() > 0) {
            try {
                cache.generations = new Generations(folder, size.toBytes(), cache::giveUp);
            } catch (IOException | RuntimeException e) {
                log.atWarn()
                        .addKeyValue("folder", folder)
                        .addKeyValue("reason", e.getMessage())
                        .log("no passage cache: its folder cannot be used");
            }
        }
        return cache;
    }

    /** Whether asking it is of any use. */
    public boolean isOpen() {
        return generations != null;
    }

    /** The vectors that {@link #put} was given under the key, or null. */
    public @Nullable PassageVectors get(PassageKey key) {
        return find(key) instanceof PassageVectors vectors ? vectors : null;
    }

    /** The weights that {@link #put} was given under the key, or null. */
    public @Nullable SparseWeights weights(PassageKey key) {
        return find(key) instanceof PassageWeights known ? known.weights() : null;
    }

    private @Nullable Known find(PassageKey key) {
        Generations open = generations;
        if (open == null) {
            return null;
        }
        Known found = null;
        try {
            found = open.get(key);
        } catch (RuntimeException e) {
            giveUp(e);
        }
        (found == null ? misses : hits).increment();
        return found;
    }

    public void put(PassageKey key, PassageVectors vectors) {
        keep(key, vectors);
    }

    public void put(PassageKey key, SparseWeights weights) {
        keep(key, new PassageWeights(weights));
    }

    private void keep(PassageKey key, Known known) {
        Generations open = generations;
        if (open == null) {
            return;
        }
        try {
            open.put(key, known);
        } catch (IOException | RuntimeException e) {
            giveUp(e);
        }
    }

    private void giveUp(Throwable failure) {
        Generations broken;
        synchronized (this) {
            broken = generations;
            generations = null;
        }
        if (broken != null) {
            log.atWarn().setCause(failure).log("passage cache given up until the next start");
            // The store's own thread may be the one that tells, and cannot wait for its own end.
            ending = Thread.ofPlatform()
                    .name("passage-cache-end")
                    .daemon()
                    .start(isCorrupt(failure) ? broken::discard : broken::close);
        }
    }

    private static boolean isCorrupt(Throwable failure) {
        return failure instanceof MVStoreException store && store.getErrorCode() == DataUtils.ERROR_FILE_CORRUPT;
    }

    private double bytes() {
        Generations open = generations;
        return open == null ? 0 : open.bytes();
    }

    private static Counter gets(MeterRegistry metrics, String result) {
        return Counter.builder("cache.gets")
                .tags("cache", NAME, "result", result)
                .description("Look-ups in a cache, by whether it had what was asked for")
                .register(metrics);
    }

    @Override
    public void close() {
        Generations open;
        synchronized (this) {
            open = generations;
            generations = null;
        }
        if (open != null) {
            open.close();
        }
        Thread last = ending;
        try {
            if (last != null) {
                last.join(END);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
