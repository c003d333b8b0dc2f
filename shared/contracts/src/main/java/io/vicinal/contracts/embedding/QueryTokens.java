package io.vicinal.contracts.embedding;

import io.vicinal.contracts.json.PackedVector;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * A query's tokens for late interaction: without the model's prefix and without special tokens.
 *
 * @param pieces the word piece of each token, as its id in the model's vocabulary
 * @param texts the word piece of each token, as text
 * @param vectors {@code float[tokens × dimensions]}, each of length 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record QueryTokens(
        int[] pieces,
        String[] texts,

        @JsonSerialize(using = PackedVector.Writer.class) @JsonDeserialize(using = PackedVector.Reader.class)
        float[] vectors) {

    public int count() {
        return pieces.length;
    }

    public int dimensions() {
        return pieces.length == 0 ? 0 : vectors.length / pieces.length;
    }
}
