package io.vicinal.contracts.embedding;

import io.vicinal.contracts.json.PackedVector;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * @param dense {@code float[dimensions]}, L2-normalised
 * @param tokens the query's tokens as the model read them, prefix and special tokens counted
 * @param truncated whether the query was longer than the model reads, so that its end was left out
 */
public record QueryEmbedding(
        @JsonSerialize(using = PackedVector.Writer.class) @JsonDeserialize(using = PackedVector.Reader.class)
        float[] dense,

        int tokens,
        boolean truncated) {}
