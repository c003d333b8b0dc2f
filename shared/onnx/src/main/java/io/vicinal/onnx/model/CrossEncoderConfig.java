package io.vicinal.onnx.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What transformers and sentence-transformers write of a cross-encoder into {@code config.json}. */
final class CrossEncoderConfig {
    /** What transformers leaves unsaid. */
    private static final int USUAL_LABELS = 2;

    private static final Map<String, ScoreActivation> ACTIVATIONS = Map.of(
            "Sigmoid", ScoreActivation.SIGMOID,
            "Softmax", ScoreActivation.SOFTMAX,
            "Identity", ScoreActivation.IDENTITY);

    static boolean isThere(JsonNode config) {
        return config.path("architectures").path(0).asString("").endsWith("ForSequenceClassification");
    }

    static Head.CrossEncoder read(JsonFolder folder) {
        JsonNode config = folder.required("config.json");
        int named = config.path("id2label").size();
        int labels = config.path("num_labels").asInt(named > 0 ? named : USUAL_LABELS);
        return new Head.CrossEncoder(labels, activation(folder, config, labels));
    }

    /** A class of PyTorch; without one, sentence-transformers takes the sigmoid of a single score. */
    private static ScoreActivation activation(JsonFolder folder, JsonNode config, int labels) {
        String type = config.path("sentence_transformers")
                .path("activation_fn")
                .asString(config.path("sbert_ce_default_activation_function").asString(""));
        if (type.isEmpty()) {
            return usual(labels);
        }
        @Nullable ScoreActivation activation = ACTIVATIONS.get(type.substring(type.lastIndexOf('.') + 1));
        if (activation == null) {
            throw new ModelException(folder.path().resolve("config.json") + " is expected to name the activation"
                    + " Sigmoid, Softmax or Identity, and names " + type + ".");
        }
        return activation;
    }

    static ScoreActivation usual(int labels) {
        return labels == 1 ? ScoreActivation.SIGMOID : ScoreActivation.IDENTITY;
    }

    private CrossEncoderConfig() {}
}
