package io.vicinal.embedding.rerank;

import io.vicinal.contracts.error.ProblemType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

/** The texts to be put in order: in JSON an array of strings, or of objects that have a {@code text} and maybe more. */
@JsonDeserialize(using = Texts.Reader.class)
public record Texts(List<String> each) {
    /** The most texts of a request. */
    public static final int MAX = 1000;

    static final class Reader extends ValueDeserializer<Texts> {
        @Override
        public Texts deserialize(JsonParser json, DeserializationContext context) {
            String name = json.currentName();
            if (json.currentToken() != JsonToken.START_ARRAY) {
                throw ProblemType.WRONG_TYPE.exception(name, "\"%s\" must be an array of texts.".formatted(name));
            }
            List<String> each = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (each.size() == MAX) {
                    throw ProblemType.TOO_LARGE.exception(
                            name,
                            "\"%s\" has more than %d texts, the most that are put in order at once; send the best of"
                                            .formatted(name, MAX)
                                    + " them only, or several requests.");
                }
                each.add(text(json, name + '[' + each.size() + ']'));
            }
            return new Texts(each);
        }

        private static String text(JsonParser json, String field) {
            if (json.currentToken() == JsonToken.VALUE_STRING) {
                return json.getString();
            }
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw wrongType(field);
            }
            String text = null;
            while (json.nextToken() != JsonToken.END_OBJECT) {
                boolean isText = "text".equals(json.currentName());
                if (json.nextToken() == JsonToken.VALUE_STRING && isText) {
                    text = json.getString();
                } else if (isText) {
                    throw wrongType(field);
                } else {
                    json.skipChildren();
                }
            }
            if (text == null) {
                throw wrongType(field);
            }
            return text;
        }

        private static RuntimeException wrongType(@Nullable String field) {
            return ProblemType.WRONG_TYPE.exception(
                    field, "\"%s\" must be a string, or an object with a string \"text\".".formatted(field));
        }
    }
}
