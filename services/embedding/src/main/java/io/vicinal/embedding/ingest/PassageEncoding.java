package io.vicinal.embedding.ingest;

import io.vicinal.embedding.cache.PassageCache;
import io.vicinal.embedding.cache.PassageKey;
import io.vicinal.embedding.cache.PassageVectors;
import io.vicinal.embedding.chunk.Passage;
import io.vicinal.embedding.compress.TokenCompression;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.encode.TokenVectors;
import io.vicinal.onnx.session.OutputReader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A passage to its vectors: out of the cache, or by one run that gives the dense vector and the token vectors alike. */
final class PassageEncoding {
    private final TextEncoder encoder;
    private final PassageCache cache;
    private final Executor compressing;
    private final IngestMetrics metrics;

    private record Read(float[] dense, TokenVectors tokens) {}

    /** @param compressing where token vectors are pooled and quantised */
    PassageEncoding(TextEncoder encoder, PassageCache cache, Executor compressing, IngestMetrics metrics) {
        this.encoder = encoder;
        this.cache = cache;
        this.compressing = compressing;
        this.metrics = metrics;
    }

    /**
     * Blocks while the encoder has no room.
     *
     * @param compression null where no token vectors are kept
     */
    PendingPassage encode(Passage passage, @Nullable TokenCompression compression) throws InterruptedException {
        if (!cache.isOpen()) {
            return run(passage, compression, null);
        }
        PassageKey key = PassageKey.of(encoder.fingerprint(), passage.ids(), compression);
        PassageVectors known = cache.get(key);
        return known == null
                ? run(passage, compression, key)
                : new PendingPassage(
                        passage.start(), passage.end(), null, CompletableFuture.completedFuture(known), null);
    }

    private PendingPassage run(Passage passage, @Nullable TokenCompression compression, @Nullable PassageKey key)
            throws InterruptedException {
        long[] ids = passage.ids();
        if (compression == null) {
            CompletableFuture<float[]> run = encoder.encodeWhenRoom(ids);
            return new PendingPassage(
                    passage.start(), passage.end(), run, run.thenApply(dense -> new PassageVectors(dense, null)), key);
        }
        CompletableFuture<Read> run = encoder.encodeWhenRoom(ids, both(ids));
        return new PendingPassage(
                passage.start(),
                passage.end(),
                run,
                run.thenApplyAsync(read -> compressed(read, compression), compressing),
                key);
    }

    private OutputReader<Read> both(long[] ids) {
        OutputReader<float[]> dense = encoder.dense(encoder.dimensions(), true);
        OutputReader<TokenVectors> tokens = encoder.tokenVectors(ids);
        return (rows, first, count, dimensions) ->
                new Read(dense.read(rows, first, count, dimensions), tokens.read(rows, first, count, dimensions));
    }

    private PassageVectors compressed(Read read, TokenCompression compression) {
        return metrics.compressing(() -> new PassageVectors(read.dense, compression.compress(read.tokens)));
    }

    /** To be called once the vectors are there. */
    void keep(PendingPassage passage) {
        if (passage.key() != null) {
            cache.put(passage.key(), passage.vectors().join());
        }
    }
}
