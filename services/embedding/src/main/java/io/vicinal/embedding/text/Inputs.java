package io.vicinal.embedding.text;

import io.vicinal.contracts.error.ProblemType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

/** The texts of a request: in JSON a string, an array of token ids, or an array of either. */
@JsonDeserialize(using = Inputs.Reader.class)
public record Inputs(List<Input> each) {
    /** The most texts of a request. */
    public static final int MAX_TEXTS = 10_000;

    /** The most token ids of a text; no model reads more. */
    private static final int MAX_IDS = 65_536;

    static final class Reader extends ValueDeserializer<Inputs> {
        @Override
        public Inputs deserialize(JsonParser json, DeserializationContext context) {
            if (json.currentToken() == JsonToken.VALUE_STRING) {
                return new Inputs(List.of(new Input.Text(json.getString())));
            }
            String name = json.currentName();
            if (json.currentToken() != JsonToken.START_ARRAY) {
                throw wrongType(name);
            }
            if (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
                return new Inputs(List.of(ids(json, name)));
            }
            List<Input> each = new ArrayList<>();
            for (; json.currentToken() != JsonToken.END_ARRAY; json.nextToken()) {
                if (each.size() == MAX_TEXTS) {
                    throw ProblemType.TOO_LARGE.exception(
                            name, "\"%s\" has more than %d texts, the most of a request.".formatted(name, MAX_TEXTS));
                }
                each.add(text(json, name));
            }
            return new Inputs(each);
        }

        private static Input text(JsonParser json, String name) {
            if (json.currentToken() == JsonToken.VALUE_STRING) {
                return new Input.Text(json.getString());
            }
            if (json.currentToken() == JsonToken.START_ARRAY) {
                json.nextToken();
                return ids(json, name);
            }
            throw wrongType(name);
        }

        /** From the first id to the end of its array. */
        private static Input ids(JsonParser json, String name) {
            long[] ids = new long[16];
            int count = 0;
            for (; json.currentToken() != JsonToken.END_ARRAY; json.nextToken()) {
                if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                    throw wrongType(name);
                }
                if (count == MAX_IDS) {
                    throw ProblemType.TOO_LARGE.exception(
                            name, "\"%s\" has a text of more than %d token ids.".formatted(name, MAX_IDS));
                }
                if (count == ids.length) {
                    ids = Arrays.copyOf(ids, 2 * count);
                }
                ids[count++] = json.getLongValue();
            }
            return new Input.TokenIds(Arrays.copyOf(ids, count));
        }

        private static RuntimeException wrongType(String name) {
            return ProblemType.WRONG_TYPE.exception(
                    name, "\"%s\" must be a string, an array of token ids, or an array of either.".formatted(name));
        }
    }
}
