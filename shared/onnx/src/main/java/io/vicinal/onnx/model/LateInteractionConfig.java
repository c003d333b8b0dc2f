package io.vicinal.onnx.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What PyLate writes into {@code config_sentence_transformers.json}, with PyLate's defaults. */
final class LateInteractionConfig {
    /** Python's string.punctuation. */
    static final List<String> PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
            .chars()
            .mapToObj(Character::toString)
            .toList();

    private static final int QUERY_TOKENS = 32;
    private static final int DOCUMENT_TOKENS = 180;

    private final JsonNode config;

    LateInteractionConfig(JsonNode config) {
        this.config = config;
    }

    boolean isThere() {
        return config.path("model_type").asString("").equals("ColBERT")
                || config.has("query_prefix")
                || config.has("document_prefix");
    }

    /** Special tokens and markers are compared, as PyLate does. */
    Head.LateInteraction head(List<DenseModule> projection) {
        return new Head.LateInteraction(
                marker("query_prefix", "[Q] "),
                marker("document_prefix", "[D] "),
                expansion(),
                config.path("query_length").asInt(QUERY_TOKENS),
                true,
                skipWords(),
                projection);
    }

    int documentTokens() {
        return config.path("document_length").asInt(DOCUMENT_TOKENS);
    }

    private Expansion expansion() {
        if (!config.path("do_query_expansion").asBoolean(true)) {
            return Expansion.NONE;
        }
        return config.path("attend_to_expansion_tokens").asBoolean(false) ? Expansion.ATTENDED : Expansion.UNATTENDED;
    }

    private List<String> skipWords() {
        JsonNode words = config.path("skiplist_words");
        return words.isArray()
                ? words.valueStream().map(word -> word.asString("")).toList()
                : PUNCTUATION;
    }

    /** An empty marker is none. */
    private @Nullable String marker(String name, String otherwise) {
        String marker = config.path(name).asString(otherwise);
        return marker.isEmpty() ? null : marker;
    }
}
