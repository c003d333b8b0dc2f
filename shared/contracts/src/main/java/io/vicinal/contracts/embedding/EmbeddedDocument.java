package io.vicinal.contracts.embedding;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.json.PackedVector;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * A document with its passages and their vectors, as it stands on {@code vicinal.passages.<collection>.v<version>}.
 *
 * @param passages at least one, in order of {@code start}
 */
@JsonInclude(Include.NON_NULL)
public record EmbeddedDocument(
        String id, @Nullable String title, String text, Map<String, Object> fields, List<EmbeddedPassage> passages) {

    /**
     * A chunk of the document's text.
     *
     * @param start first character in the document's text, in UTF-16 code units
     * @param end one past the last, in UTF-16 code units
     * @param vector {@code float[dimensions]}, L2-normalised; in JSON base64 of little-endian float32
     */
    public record EmbeddedPassage(
            int start,
            int end,

            @JsonSerialize(using = PackedVector.Writer.class) @JsonDeserialize(using = PackedVector.Reader.class)
            float[] vector) {}
}
