package io.vicinal.contracts.collection;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a passage's dense vector stands in the HNSW graph; final scores always come from the float32 copy. */
public enum VectorFormat {
    @JsonProperty("float32")
    FLOAT32,
    @JsonProperty("int8")
    INT8,
    @JsonProperty("int4")
    INT4,
    @JsonProperty("binary")
    BINARY
}
