package io.vicinal.embedding.ingest;

import io.vicinal.contracts.embedding.SparseWeights;
import io.vicinal.embedding.cache.PassageCache;
import io.vicinal.embedding.cache.PassageKey;
import io.vicinal.embedding.compress.HeaviestWords;
import io.vicinal.embedding.model.Model;
import io.vicinal.embedding.model.ModelText;
import io.vicinal.embedding.text.InputTokens;
import io.vicinal.embedding.text.Options.Truncation;
import io.vicinal.embedding.text.TextRules;
import io.vicinal.onnx.encode.SparseVector;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.model.ModelKind;
import io.vicinal.onnx.schedule.Flow;
import java.util.concurrent.CompletableFuture;

/**
 * A passage to its sparse weights: out of the cache, or by a run of the sparse model. That has a tokenizer and a limit of its
 * own, so that the end of a passage may be beyond what it reads.
 */
final class SparseEncoding {
    private static final SparseWeights NOTHING = new SparseWeights(new int[0], new float[0]);
    private static final String SPARSE = "sparse vectors";

    private final PassageCache cache;
    private final IngestMetrics metrics;

    SparseEncoding(PassageCache cache, IngestMetrics metrics) {
        this.cache = cache;
        this.metrics = metrics;
    }

    /**
     * Blocks while the model has no room.
     *
     * @param flow of the model and of the log that the passage is of
     * @param text with its title; blank text has no words, and is not encoded
     * @throws io.vicinal.contracts.error.ProblemException where the model is not sparse
     */
    PendingWeights encode(Model model, Flow flow, String text) throws InterruptedException {
        TextRules.requireKind(model, SPARSE, ModelKind.SPARSE);
        TextEncoder encoder = TextRules.requireLocal(model, SPARSE);
        if (text.isBlank()) {
            return PendingWeights.known(NOTHING);
        }
        ModelText read = new InputTokens(model, model.passagePrefix(), Truncation.RIGHT).ofText(text, "text");
        if (read.truncated()) {
            metrics.weighedInPart();
        }
        PassageKey key = cache.isOpen() ? PassageKey.of(model.card().fingerprint(), read.ids(), null) : null;
        SparseWeights known = key == null ? null : cache.weights(key);
        if (known != null) {
            return PendingWeights.known(known);
        }
        CompletableFuture<SparseVector> run = encoder.encodeWhenRoom(flow, read.ids(), encoder.sparse());
        return new PendingWeights(run, run.thenApply(this::kept), key);
    }

    private SparseWeights kept(SparseVector vector) {
        HeaviestWords heaviest = HeaviestWords.of(vector);
        metrics.wordsLeft(heaviest.left());
        return heaviest.weights();
    }

    /** To be called once the weights are there. */
    void keep(PendingWeights pending) {
        if (pending.key() != null) {
            cache.put(pending.key(), pending.weights().join());
        }
    }
}
