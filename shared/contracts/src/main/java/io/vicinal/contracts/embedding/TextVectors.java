package io.vicinal.contracts.embedding;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.json.PackedVector;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * @param vectors {@code float[dimensions]} each, L2-normalised, in the order of the texts
 * @param truncated which texts are longer than the model reads, by their place; their ends are left out
 * @param tokenVectors of each text's tokens, one after the other of the texts; null where they were not asked for, or the model
 *     gives none
 */
@JsonInclude(Include.NON_NULL)
public record TextVectors(
        @JsonSerialize(contentUsing = PackedVector.Writer.class)
        @JsonDeserialize(contentUsing = PackedVector.Reader.class)
        List<float[]> vectors,

        List<Integer> truncated,
        @Nullable List<QueryTokens> tokenVectors) {

    public TextVectors(List<float[]> vectors, List<Integer> truncated) {
        this(vectors, truncated, null);
    }
}
