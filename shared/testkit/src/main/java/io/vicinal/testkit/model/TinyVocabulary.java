package io.vicinal.testkit.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The word pieces of the tiny models, and their {@code tokenizer.json} in BERT's manner. */
final class TinyVocabulary {
    /** In the order of their ids. The first seven are special. */
    static final List<String> TOKENS = List.of(
            "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[Q] ", "[D] ", ".", ",", "red", "green", "blue", "broken");

    private static final int SPECIAL = 7;

    static int size() {
        return TOKENS.size();
    }

    static int id(String token) {
        return TOKENS.indexOf(token);
    }

    /** @param extra tokens that the vocabulary has beyond {@link #TOKENS} */
    static String tokenizer(List<String> extra) {
        Map<String, Object> vocabulary = new LinkedHashMap<>();
        TOKENS.forEach(token -> vocabulary.put(token, vocabulary.size()));
        extra.forEach(token -> vocabulary.put(token, vocabulary.size()));
        List<Map<String, Object>> added = new ArrayList<>();
        for (String token : TOKENS.subList(0, SPECIAL)) {
            added.add(Map.of(
                    "id", id(token),
                    "content", token,
                    "single_word", false,
                    "lstrip", false,
                    "rstrip", false,
                    "normalized", false,
                    "special", true));
        }
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("version", "1.0");
        file.put("truncation", null);
        file.put("padding", null);
        file.put("added_tokens", added);
        file.put("normalizer", Map.of("type", "Lowercase"));
        file.put("pre_tokenizer", Map.of("type", "BertPreTokenizer"));
        file.put("post_processor", template());
        file.put("decoder", Map.of("type", "WordPiece", "prefix", "##", "cleanup", true));
        file.put(
                "model",
                Map.of(
                        "type", "WordPiece",
                        "unk_token", "[UNK]",
                        "continuing_subword_prefix", "##",
                        "max_input_chars_per_word", 100,
                        "vocab", vocabulary));
        return JsonMapper.shared().writeValueAsString(file);
    }

    /** {@code [CLS] a [SEP]} and {@code [CLS] a [SEP] b [SEP]}, the second segment of type 1. */
    private static Map<String, Object> template() {
        return Map.of(
                "type", "TemplateProcessing",
                "single", List.of(special("[CLS]", 0), sequence("A", 0), special("[SEP]", 0)),
                "pair",
                        List.of(
                                special("[CLS]", 0),
                                sequence("A", 0),
                                special("[SEP]", 0),
                                sequence("B", 1),
                                special("[SEP]", 1)),
                "special_tokens", Map.of("[CLS]", definition("[CLS]"), "[SEP]", definition("[SEP]")));
    }

    private static Map<String, Object> special(String token, int type) {
        return Map.of("SpecialToken", Map.of("id", token, "type_id", type));
    }

    private static Map<String, Object> sequence(String name, int type) {
        return Map.of("Sequence", Map.of("id", name, "type_id", type));
    }

    private static Map<String, Object> definition(String token) {
        return Map.of("id", token, "ids", List.of(id(token)), "tokens", List.of(token));
    }

    private TinyVocabulary() {}
}
