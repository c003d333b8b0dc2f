package io.vicinal.embedding;

import io.vicinal.onnx.model.ModelException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A model that cannot be loaded stops the start with one sentence instead of a stack trace. */
final class ModelFailureAnalyzer extends AbstractFailureAnalyzer<ModelException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ModelException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Set vicinal.embedding.model (VICINAL_EMBEDDING_MODEL) to a model or a whole model folder.",
                cause);
    }
}
