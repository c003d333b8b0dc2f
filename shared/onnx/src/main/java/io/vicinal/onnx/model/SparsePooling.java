package io.vicinal.onnx.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a word's one weight comes from those that each token gives it. */
public enum SparsePooling {
    @JsonProperty("max")
    MAX,
    /** As in the first SPLADE. */
    @JsonProperty("sum")
    SUM
}
