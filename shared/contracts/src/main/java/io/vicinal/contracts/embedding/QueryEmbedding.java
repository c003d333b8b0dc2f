package io.vicinal.contracts.embedding;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.json.PackedVector;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * @param dense {@code float[dimensions]}, L2-normalised
 * @param tokens the query's tokens as the model read them, prefix and special tokens counted
 * @param tokenVectors of the query's tokens, or null where they were not asked for
 * @param truncated whether the query was longer than the model reads, so that its end was left out
 */
@JsonInclude(Include.NON_NULL)
public record QueryEmbedding(
        @JsonSerialize(using = PackedVector.Writer.class) @JsonDeserialize(using = PackedVector.Reader.class)
        float[] dense,

        int tokens,
        @Nullable QueryTokens tokenVectors,
        boolean truncated) {}
