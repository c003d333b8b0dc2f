package io.vicinal.embedding.compress;

import io.vicinal.contracts.embedding.ModelMeans;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.embedding.model.Model;
import io.vicinal.embedding.model.ModelCard;
import io.vicinal.onnx.model.ModelKind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The means of each model that was asked for, taken once. Thread-safe. */
public final class MeansOfModels {
    private final ConcurrentMap<String, CompletableFuture<ModelMeans>> known = new ConcurrentHashMap<>();

    /**
     * @return takes a second the first time; fails with {@code RunException}, and is then tried again
     * @param model held by the caller until this ends
     * @throws io.vicinal.onnx.schedule.QueueFullException when the model has no room
     * @throws io.vicinal.contracts.error.ProblemException where the model is no dense one, which a collection needs
     */
    public CompletableFuture<ModelMeans> of(Model model) {
        ModelCard card = model.card();
        if (card.kind() != ModelKind.DENSE) {
            throw ProblemType.INVALID_VALUE.exception(
                    "model",
                    "A collection needs a dense model, and \"" + card.name() + "\" is "
                            + card.kind().text() + ".");
        }
        CompletableFuture<ModelMeans> means = known.compute(
                card.fingerprint(),
                (_, before) -> before == null || before.isCompletedExceptionally() ? Means.of(model) : before);
        return means.copy(); // whoever cancels it cancels their own
    }
}
