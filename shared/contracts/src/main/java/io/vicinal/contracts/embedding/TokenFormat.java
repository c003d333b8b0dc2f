package io.vicinal.contracts.embedding;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the components of a token vector are written. */
public enum TokenFormat {
    /** Little-endian float32, of length 1. */
    @JsonProperty("float32")
    FLOAT32,
    /** A signed byte a dimension, the largest component at ±127: a direction, to be scaled to length 1 by the reader. */
    @JsonProperty("int8")
    INT8,
    /**
     * A bit a dimension, the sign of what is left when the model's mean token vector is subtracted: bit {@code d} is bit
     * {@code d % 8} of byte {@code d / 8}, set where positive.
     */
    @JsonProperty("binary")
    BINARY;

    /** The bytes of one vector. */
    public int rowBytes(int dimensions) {
        return switch (this) {
            case FLOAT32 -> dimensions * Float.BYTES;
            case INT8 -> dimensions;
            case BINARY -> (dimensions + 7) / 8;
        };
    }
}
