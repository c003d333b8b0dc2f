package io.vicinal.embedding.ingest;

import io.vicinal.contracts.embedding.EmbeddedDocument.EmbeddedPassage;
import io.vicinal.embedding.model.Model;
import io.vicinal.onnx.schedule.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The sparse weights of a document's passages; none where its collection has no sparse model. */
final class DocumentWeights {
    private final SparseEncoding encoding;
    private final @Nullable Model model;
    private final @Nullable Flow flow;
    private final List<PendingWeights> pending = new ArrayList<>();

    /** @param model and its flow; null for none */
    DocumentWeights(SparseEncoding encoding, @Nullable Model model, @Nullable Flow flow) {
        this.encoding = encoding;
        this.model = model;
        this.flow = flow;
    }

    /** Weighs the next passage; blocks while the model has no room. */
    void add(String text) throws InterruptedException {
        if (model != null && flow != null) {
            pending.add(encoding.encode(model, flow, text));
        }
    }

    /** Complete when all have been weighed. */
    Stream<CompletableFuture<?>> weights() {
        return pending.stream().map(PendingWeights::weights);
    }

    boolean allKnown() {
        return pending.stream().allMatch(passage -> passage.run() == null);
    }

    /** Keeps them for the next time; to be called once they are there, as {@link #with}. */
    void keep() {
        pending.forEach(encoding::keep);
    }

    /** The passage with what was weighed for it. */
    EmbeddedPassage with(EmbeddedPassage passage, int ordinal) {
        return pending.isEmpty()
                ? passage
                : passage.with(pending.get(ordinal).weights().join());
    }

    void cancel() {
        pending.forEach(PendingWeights::cancel);
    }
}
