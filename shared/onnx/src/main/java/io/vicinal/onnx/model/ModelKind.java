package io.vicinal.onnx.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a model makes of a text. */
public enum ModelKind {
    /** One vector a text. */
    @JsonProperty("dense")
    DENSE,
    /** One vector a token, to be compared token by token. */
    @JsonProperty("late-interaction")
    LATE_INTERACTION,
    /** A weight for each word of the vocabulary, most of them nought. */
    @JsonProperty("sparse")
    SPARSE,
    /** Scores for a query and a passage read together. */
    @JsonProperty("cross-encoder")
    CROSS_ENCODER;

    /** As configuration and messages write it. */
    public String text() {
        return Spelling.of(this);
    }
}
