package io.vicinal.embedding.rerank;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** What cross-encoders said of pairs that came before, bounded by bytes. Texts are kept as SHA-256 only. Thread-safe. */
final class PairCache {
    /** Of an entry, beside its query. */
    private static final int ENTRY_BYTES = 200;

    /**
     * What a score depends on.
     *
     * @param model its fingerprint
     * @param text the first 128 bits of its hash, in two
     * @param maxTokens of the text
     */
    record Key(String model, String query, long text, long more, int maxTokens) {

        static Key of(String model, String query, String text, int maxTokens) {
            try {
                ByteBuffer hash = ByteBuffer.wrap(
                        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
                return new Key(model, query, hash.getLong(), hash.getLong(), maxTokens);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }
    }

    /** @param tokens of the pair, special tokens counted */
    record Scored(float logit, int tokens, boolean truncated) {}

    private final Cache<Key, Scored> known;

    /** @param size of what is kept; zero keeps nothing */
    PairCache(DataSize size, MeterRegistry metrics) {
        known = Caffeine.newBuilder()
                .maximumWeight(size.toBytes())
                .weigher((Key key, Scored _) ->
                        ENTRY_BYTES + Character.BYTES * key.query().length())
                .recordStats()
                .build();
        CaffeineCacheMetrics.monitor(metrics, known, "vicinal.embedding.pair");
    }

    @Nullable
    Scored get(Key key) {
        return known.getIfPresent(key);
    }

    void put(Key key, Scored scored) {
        known.put(key, scored);
    }
}
