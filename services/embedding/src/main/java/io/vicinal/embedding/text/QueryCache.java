package io.vicinal.embedding.text;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import io.vicinal.onnx.encode.Embedding;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

/**
 * The embeddings of queries that came before, bounded by what they weigh, and those on their way: queries alike that come
 * at once are encoded once. Nobody's leaving ends an encoding that another waits for. Failures are not kept.
 */
final class QueryCache {
    /** Of an entry, beside its text and its vector. */
    private static final int ENTRY_BYTES = 224;

    /**
     * What the dense vector of a text depends on.
     *
     * @param model its fingerprint
     * @param truncated whether a text that is too long is cut, instead of refused
     */
    record Key(String model, String prompt, String text, boolean truncated) {}

    private final Cache<Key, Embedding> known;
    private final ConcurrentMap<Key, Mono<Embedding>> underWay = new ConcurrentHashMap<>();

    /** @param size of what is kept; zero keeps nothing */
    QueryCache(DataSize size, MeterRegistry metrics) {
        known = Caffeine.newBuilder()
                .maximumWeight(size.toBytes())
                .weigher(QueryCache::bytes)
                .recordStats()
                .build();
        CaffeineCacheMetrics.monitor(metrics, known, "vicinal.embedding.query");
    }

    /** @param encoding what encodes the text, run where it is neither known nor under way */
    Mono<Embedding> get(Key key, Mono<Embedding> encoding) {
        return Mono.defer(() -> {
            Embedding embedding = known.getIfPresent(key);
            return embedding != null ? Mono.just(embedding) : underWay.computeIfAbsent(key, _ -> shared(key, encoding));
        });
    }

    /** Begins with the first who waits, and is cancelled when the last has gone. */
    private Mono<Embedding> shared(Key key, Mono<Embedding> encoding) {
        return encoding.doOnNext(embedding -> known.put(key, embedding))
                .doFinally(_ -> underWay.remove(key))
                .flux()
                .replay(1)
                .refCount(1)
                .next();
    }

    private static int bytes(Key key, Embedding embedding) {
        return ENTRY_BYTES + Character.BYTES * key.text().length() + Float.BYTES * embedding.dense().length;
    }
}
