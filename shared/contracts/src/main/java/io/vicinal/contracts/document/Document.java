package io.vicinal.contracts.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.json.FlexibleVector;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * A document as users send it and as it stands on {@code vicinal.documents.<collection>}.
 *
 * <p>Any component may be null in what a user sent; {@code DocumentRules} in the Kafka module says what is accepted.
 *
 * @param id at most 512 bytes of UTF-8; sending an id again replaces the document
 * @param fields declared fields: a string, number, boolean, or an array of them
 * @param vector {@code float[dimensions]} of the user's own, instead of the model's; in JSON an array of numbers or
 *     base64 of little-endian float32
 * @param expiresAt ISO 8601 date-time with an offset: from then on the document is not found any more
 */
@JsonInclude(Include.NON_NULL)
public record Document(
        @Nullable String id,
        @Nullable String title,
        @Nullable String text,
        @Nullable Map<String, Object> fields,

        @JsonSerialize(using = FlexibleVector.Writer.class) @JsonDeserialize(using = FlexibleVector.Reader.class)
        float @Nullable [] vector,

        @Nullable String expiresAt) {

    /** One that does not expire. */
    public Document(
            @Nullable String id,
            @Nullable String title,
            @Nullable String text,
            @Nullable Map<String, Object> fields,
            float @Nullable [] vector) {
        this(id, title, text, fields, vector, null);
    }
}
