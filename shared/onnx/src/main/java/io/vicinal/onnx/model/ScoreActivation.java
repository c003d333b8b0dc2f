package io.vicinal.onnx.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** From a cross-encoder's numbers to its scores. */
public enum ScoreActivation {
    @JsonProperty("sigmoid")
    SIGMOID,
    /** Over the labels. */
    @JsonProperty("softmax")
    SOFTMAX,
    @JsonProperty("identity")
    IDENTITY
}
