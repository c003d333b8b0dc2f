package io.vicinal.contracts.embedding;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.json.PackedVector;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * What all vectors of a model have in common, taken from generic text: subtracted before signs are taken and before cosines
 * are compared, because the vectors of most models lie in a narrow cone around it.
 *
 * @param dense {@code float[dimensions]}, the mean of dense vectors of length 1
 * @param token the mean of token vectors of length 1; null where the model gives none
 */
@JsonInclude(Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@SuppressWarnings("ArrayRecordComponent") // compared by content, below
public record ModelMeans(
        @JsonSerialize(using = PackedVector.Writer.class) @JsonDeserialize(using = PackedVector.Reader.class)
        float[] dense,

        @JsonSerialize(using = PackedVector.Writer.class) @JsonDeserialize(using = PackedVector.Reader.class)
        float @Nullable [] token) {

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModelMeans means
                && Arrays.equals(dense, means.dense)
                && Arrays.equals(token, means.token);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(dense), Arrays.hashCode(token));
    }

    @Override
    public String toString() {
        return "ModelMeans[" + dense.length + " dimensions]";
    }
}
