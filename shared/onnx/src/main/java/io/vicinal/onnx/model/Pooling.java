package io.vicinal.onnx.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a text's one dense vector comes from its token vectors. */
public enum Pooling {
    /** The vector of the first token. */
    @JsonProperty("cls")
    CLS,
    /** The mean of all token vectors, special tokens counted, as sentence-transformers does. */
    @JsonProperty("mean")
    MEAN
}
