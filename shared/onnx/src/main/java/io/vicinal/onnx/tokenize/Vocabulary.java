package io.vicinal.onnx.tokenize;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a Hugging Face {@code tokenizer.json} says of its token ids. */
final class Vocabulary {

    /**
     * One more than the largest id: word pieces and byte pairs stand in an object from token to id, unigrams in an array
     * in the order of their ids, added tokens in an array of their own.
     *
     * @throws IllegalArgumentException where there is none
     */
    static long size(byte[] tokenizer) {
        JsonNode file = JsonMapper.shared().readTree(tokenizer);
        JsonNode vocabulary = file.path("model").path("vocab");
        long size = vocabulary.isArray() ? vocabulary.size() : 0;
        if (vocabulary.isObject()) {
            for (JsonNode id : vocabulary) {
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

    private Vocabulary() {}
}
