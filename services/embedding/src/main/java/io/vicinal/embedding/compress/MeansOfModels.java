package io.vicinal.embedding.compress;

import io.vicinal.contracts.embedding.ModelMeans;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.model.ModelKind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The means of each model that was asked for, taken once. Thread-safe. */
public final class MeansOfModels {
    private final ConcurrentMap<String, CompletableFuture<ModelMeans>> known = new ConcurrentHashMap<>();

    /**
     * @return takes a second the first time; fails with {@code RunException}, and is then tried again
     * @throws io.vicinal.onnx.schedule.QueueFullException when the encoder has no room
     * @throws io.vicinal.contracts.error.ProblemException where the model is no dense one, which a collection needs
     */
    public CompletableFuture<ModelMeans> of(TextEncoder encoder) {
        if (encoder.kind() != ModelKind.DENSE) {
            throw ProblemType.INVALID_VALUE.exception(
                    "model",
                    "A collection needs a dense model, and \"" + encoder.name() + "\" is "
                            + encoder.kind().text() + ".");
        }
        CompletableFuture<ModelMeans> means = known.compute(
                encoder.fingerprint(),
                (_, before) -> before == null || before.isCompletedExceptionally() ? Means.of(encoder) : before);
        return means.copy(); // whoever cancels it cancels their own
    }
}
