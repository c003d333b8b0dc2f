package io.vicinal.contracts.embedding;

import io.vicinal.contracts.json.PackedVector;
import java.util.List;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * @param vectors {@code float[dimensions]} each, L2-normalised, in the order of the texts
 * @param truncated which texts are longer than the model reads, by their place; their ends are left out
 */
public record TextVectors(
        @JsonSerialize(contentUsing = PackedVector.Writer.class)
        @JsonDeserialize(contentUsing = PackedVector.Reader.class)
        List<float[]> vectors,

        List<Integer> truncated) {}
