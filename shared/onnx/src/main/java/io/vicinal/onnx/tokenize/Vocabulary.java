package io.vicinal.onnx.tokenize;

import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a Hugging Face {@code tokenizer.json} says of its token ids: word pieces and byte pairs stand in an object from token
 * to id, unigrams in an array in the order of their ids, added tokens in an array of their own.
 */
final class Vocabulary {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JsonNode file;
    private final JsonNode tokens;

    Vocabulary(byte[] tokenizer) {
        file = JSON.readTree(tokenizer);
        tokens = file.path("model").path("vocab");
    }

    /**
     * One more than the largest id.
     *
     * @throws IllegalArgumentException where there is none
     */
    long size() {
        long size = tokens.isArray() ? tokens.size() : 0;
        if (tokens.isObject()) {
            for (JsonNode id : tokens) {
                size = Math.max(size, id.asLong() + 1);
            }
        }
        for (JsonNode added : file.path("added_tokens")) {
            size = Math.max(size, added.path("id").asLong() + 1);
        }
        if (size == 0) {
            throw new IllegalArgumentException("it has no vocabulary");
        }
        return size;
    }

    /** The token's id, or -1. */
    long id(String token) {
        for (JsonNode added : file.path("added_tokens")) {
            if (added.path("content").asString("").equals(token)) {
                return added.path("id").asLong();
            }
        }
        if (tokens.isObject()) {
            return tokens.path(token).asLong(-1);
        }
        for (int id = 0; id < tokens.size(); id++) {
            if (tokens.path(id).path(0).asString("").equals(token)) {
                return id;
            }
        }
        return -1;
    }

    /** The file, with tokens of the vocabulary made such as are found in a text as they stand. */
    byte[] finding(List<String> markers) {
        ObjectNode changed = (ObjectNode) file.deepCopy();
        ArrayNode added = changed.withArray("added_tokens");
        for (String marker : markers) {
            boolean found = added.valueStream()
                    .anyMatch(token -> token.path("content").asString("").equals(marker));
            if (!found) {
                added.addObject()
                        .put("id", id(marker))
                        .put("content", marker)
                        .put("single_word", false)
                        .put("lstrip", false)
                        .put("rstrip", false)
                        .put("normalized", false)
                        .put("special", true);
            }
        }
        return JSON.writeValueAsString(changed).getBytes(StandardCharsets.UTF_8);
    }
}
