package io.vicinal.contracts.embedding;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.json.PackedVector;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * A document with its passages and their vectors, as it stands on {@code vicinal.passages.<collection>.v<version>}. Only
 * the platform writes it, and a release reads what a later one wrote: unlike in what users send, a property that it does
 * not know is passed over.
 *
 * @param passages at least one, in order of {@code start}
 * @param expiresAt from when on it is not to be found; null is never
 */
@JsonInclude(Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record EmbeddedDocument(
        String id,
        @Nullable String title,
        String text,
        Map<String, Object> fields,
        List<EmbeddedPassage> passages,
        @Nullable Instant expiresAt) {

    /** One that does not expire. */
    public EmbeddedDocument(
            String id,
            @Nullable String title,
            String text,
            Map<String, Object> fields,
            List<EmbeddedPassage> passages) {
        this(id, title, text, fields, passages, null);
    }

    /**
     * A chunk of the document's text.
     *
     * @param start first character in the document's text, in UTF-16 code units
     * @param end one past the last, in UTF-16 code units
     * @param vector {@code float[dimensions]}, L2-normalised; in JSON base64 of little-endian float32
     * @param tokens null in a collection without late interaction, and with a vector of the user's own
     * @param pieces the distinct word pieces that the model read, by their ids in its vocabulary, ascending; null where
     *     there are no token vectors
     * @param sparse what it weighs in the words of the collection's sparse model; null in a collection without one
     */
    @JsonInclude(Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record EmbeddedPassage(
            int start,
            int end,

            @JsonSerialize(using = PackedVector.Writer.class) @JsonDeserialize(using = PackedVector.Reader.class)
            float[] vector,

            @Nullable PassageTokens tokens,
            int @Nullable [] pieces,
            @Nullable SparseWeights sparse) {

        /** Without token vectors. */
        public EmbeddedPassage(int start, int end, float[] vector) {
            this(start, end, vector, null, null);
        }

        /** Without sparse weights. */
        public EmbeddedPassage(
                int start, int end, float[] vector, @Nullable PassageTokens tokens, int @Nullable [] pieces) {
            this(start, end, vector, tokens, pieces, null);
        }

        /** The same with sparse weights, or without where they are null. */
        public EmbeddedPassage with(@Nullable SparseWeights weights) {
            return new EmbeddedPassage(start, end, vector, tokens, pieces, weights);
        }
    }
}
