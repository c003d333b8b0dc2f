package io.vicinal.embedding.ingest;

import io.vicinal.embedding.cache.PassageCache;
import io.vicinal.embedding.cache.PassageKey;
import io.vicinal.embedding.cache.PassageVectors;
import io.vicinal.embedding.chunk.Passage;
import io.vicinal.embedding.compress.TokenCompression;
import io.vicinal.embedding.model.Model;
import io.vicinal.embedding.model.ModelText;
import io.vicinal.embedding.text.TextRules;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.encode.TokenVectors;
import io.vicinal.onnx.schedule.Flow;
import io.vicinal.onnx.session.OutputReader;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A passage to its vectors: out of the cache, or by one run that gives the dense vector and the token vectors alike. */
final class PassageEncoding {
    private final PassageCache cache;
    private final Executor compressing;
    private final IngestMetrics metrics;

    /** @param pieces {@code int[tokens]} */
    private record Read(float[] dense, TokenVectors tokens, int[] pieces) {}

    /** @param compressing where token vectors are pooled and quantised */
    PassageEncoding(PassageCache cache, Executor compressing, IngestMetrics metrics) {
        this.cache = cache;
        this.compressing = compressing;
        this.metrics = metrics;
    }

    /**
     * Blocks while the model has no room.
     *
     * @param flow of the model and of the log that the passage is of
     * @param text of the document
     * @param compression null where no token vectors are kept
     */
    PendingPassage encode(Model model, Flow flow, Passage passage, String text, @Nullable TokenCompression compression)
            throws InterruptedException {
        ModelText read = new ModelText(passage.read(text), passage.ids(), false);
        if (!cache.isOpen() || model.local().isEmpty()) { // a server may change the model behind a name unseen
            return run(model, flow, passage, read, compression, null);
        }
        PassageKey key = PassageKey.of(model.card().fingerprint(), passage.ids(), compression);
        PassageVectors known = cache.get(key);
        return known == null
                ? run(model, flow, passage, read, compression, key)
                : new PendingPassage(
                        passage.start(),
                        passage.end(),
                        pieces(passage),
                        null,
                        CompletableFuture.completedFuture(known),
                        null);
    }

    private PendingPassage run(
            Model model,
            Flow flow,
            Passage passage,
            ModelText read,
            @Nullable TokenCompression compression,
            @Nullable PassageKey key)
            throws InterruptedException {
        if (compression == null) {
            CompletableFuture<float[]> run = model.encodeWhenRoom(flow, read);
            return new PendingPassage(
                    passage.start(),
                    passage.end(),
                    pieces(passage),
                    run,
                    run.thenApply(dense -> new PassageVectors(dense, null)),
                    key);
        }
        long[] ids = read.ids();
        TextEncoder encoder = TextRules.requireLocal(model, "vectors of tokens");
        CompletableFuture<Read> run = encoder.encodeWhenRoom(flow, ids, both(encoder, ids));
        return new PendingPassage(
                passage.start(),
                passage.end(),
                pieces(passage),
                run,
                run.thenApplyAsync(vectors -> compressed(vectors, compression), compressing),
                key);
    }

    private static int[] pieces(Passage passage) {
        return Arrays.stream(passage.ids())
                .mapToInt(Math::toIntExact)
                .sorted()
                .distinct()
                .toArray();
    }

    private static OutputReader<Read> both(TextEncoder encoder, long[] ids) {
        OutputReader<float[]> dense = encoder.dense(encoder.dimensions(), true);
        OutputReader<TokenVectors> tokens = encoder.tokenVectors(ids);
        int[] pieces = Arrays.stream(encoder.tokenPositions(ids))
                .map(position -> Math.toIntExact(ids[position]))
                .toArray();
        return (rows, first, count, dimensions) -> new Read(
                dense.read(rows, first, count, dimensions), tokens.read(rows, first, count, dimensions), pieces);
    }

    private PassageVectors compressed(Read read, TokenCompression compression) {
        return metrics.compressing(
                () -> new PassageVectors(read.dense, compression.compress(read.tokens, read.pieces)));
    }

    /** To be called once the vectors are there. */
    void keep(PendingPassage passage) {
        if (passage.key() != null) {
            cache.put(passage.key(), passage.vectors().join());
        }
    }
}
