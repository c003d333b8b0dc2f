package io.vicinal.embedding.query;

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
public final class QueryCache {
    /** Of an entry, beside its text and its vector. */
    private static final int ENTRY_BYTES = 160;

    private final Cache<String, Embedding> known;
    private final ConcurrentMap<String, Mono<Embedding>> underWay = new ConcurrentHashMap<>();

    /** @param size of what is kept; zero keeps nothing */
    public QueryCache(DataSize size, MeterRegistry metrics) {
        known = Caffeine.newBuilder()
                .maximumWeight(size.toBytes())
                .weigher(QueryCache::bytes)
                .recordStats()
                .build();
        CaffeineCacheMetrics.monitor(metrics, known, "vicinal.embedding.query");
    }

    /** @param encoding what encodes the text, run where it is neither known nor under way */
    Mono<Embedding> get(String text, Mono<Embedding> encoding) {
        return Mono.defer(() -> {
            Embedding embedding = known.getIfPresent(text);
            return embedding != null
                    ? Mono.just(embedding)
                    : underWay.computeIfAbsent(text, _ -> shared(text, encoding));
        });
    }

    /** Begins with the first who waits, and is cancelled when the last has gone. */
    private Mono<Embedding> shared(String text, Mono<Embedding> encoding) {
        return encoding.doOnNext(embedding -> known.put(text, embedding))
                .doFinally(_ -> underWay.remove(text))
                .flux()
                .replay(1)
                .refCount(1)
                .next();
    }

    private static int bytes(String text, Embedding embedding) {
        return ENTRY_BYTES + Character.BYTES * text.length() + Float.BYTES * embedding.dense().length;
    }
}
