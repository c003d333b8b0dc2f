package io.vicinal.contracts.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * Documents as examples of what is searched for; in JSON also a plain array of ids, which are then all positive.
 *
 * @param positive ids of documents to be near to, at least one
 * @param negative ids of documents to be far from
 */
@JsonDeserialize(using = Like.Reader.class)
public record Like(List<String> positive, List<String> negative) {
    /** Ids of both kinds. */
    public static final int MAX_IDS = 100;

    @JsonInclude(Include.NON_NULL)
    record Parts(@Nullable List<String> positive, @Nullable List<String> negative) {}

    static final class Reader extends ValueDeserializer<Like> {
        @Override
        public Like deserialize(JsonParser json, DeserializationContext context) {
            if (json.currentToken() == JsonToken.START_ARRAY) {
                return new Like(Arrays.asList(context.readValue(json, String[].class)), List.of());
            }
            if (json.currentToken() != JsonToken.START_OBJECT) {
                context.reportInputMismatch(
                        List.class, "like is an array of ids, or an object with positive and negative");
            }
            Parts parts = context.readValue(json, Parts.class);
            return new Like(
                    Objects.requireNonNullElse(parts.positive(), List.of()),
                    Objects.requireNonNullElse(parts.negative(), List.of()));
        }
    }
}
