package io.vicinal.embedding.text;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

/**
 * The embeddings of queries that came before, bounded by what they weigh, and those on their way: queries alike that come
 * at once are encoded once. Nobody's leaving ends an encoding that another waits for. Failures are not kept.
 */
final class QueryCache {
    /** Of an entry, beside its text and its vectors. */
    private static final int ENTRY_BYTES = 256;

    /**
     * What the vectors of a text depend on.
     *
     * @param model its fingerprint
     * @param truncated whether a text that is too long is cut, instead of refused
     */
    record Key(String model, String prompt, String text, boolean truncated) {}

    /** An encoding that is on its way. */
    private record Asked(Key key, boolean tokens) {}

    private final Cache<Key, Remembered> known;
    private final ConcurrentMap<Asked, Mono<? extends Remembered>> underWay = new ConcurrentHashMap<>();

    /** @param size of what is kept; zero keeps nothing */
    QueryCache(DataSize size, MeterRegistry metrics) {
        known = Caffeine.newBuilder()
                .maximumWeight(size.toBytes())
                .weigher(QueryCache::bytes)
                .recordStats()
                .build();
        CaffeineCacheMetrics.monitor(metrics, known, "vicinal.embedding.query");
    }

    /**
     * @param tokens whether token vectors are wanted: what is known without them is then encoded again, and kept with them
     * @param encoding what encodes the text, run where it is neither known nor under way
     */
    Mono<EncodedQuery> get(Key key, boolean tokens, Mono<EncodedQuery> encoding) {
        return Mono.<Remembered>defer(() ->
                        known.getIfPresent(key) instanceof EncodedQuery query && (query.tokens() != null || !tokens)
                                ? Mono.just(query)
                                : underWay(new Asked(key, tokens), encoding))
                .cast(EncodedQuery.class);
    }

    /** Like {@link #get}, of a sparse model: no other has its fingerprint. */
    Mono<EncodedWeights> weights(Key key, Mono<EncodedWeights> encoding) {
        return Mono.<Remembered>defer(() -> known.getIfPresent(key) instanceof EncodedWeights weights
                        ? Mono.just(weights)
                        : underWay(new Asked(key, false), encoding))
                .cast(EncodedWeights.class);
    }

    private Mono<? extends Remembered> underWay(Asked asked, Mono<? extends Remembered> encoding) {
        return underWay.computeIfAbsent(asked, _ -> shared(asked, encoding));
    }

    /** Begins with the first who waits, and is cancelled when the last has gone. */
    private <T extends Remembered> Mono<T> shared(Asked asked, Mono<T> encoding) {
        return encoding.doOnNext(query -> known.put(asked.key(), query))
                .doFinally(_ -> underWay.remove(asked))
                .flux()
                .replay(1)
                .refCount(1)
                .next();
    }

    private static int bytes(Key key, Remembered query) {
        return ENTRY_BYTES + Character.BYTES * key.text().length() + query.bytes();
    }
}
