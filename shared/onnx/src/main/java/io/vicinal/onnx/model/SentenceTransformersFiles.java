package io.vicinal.onnx.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The files that sentence-transformers, PyLate and transformers leave beside a model: {@code modules.json} and the folders
 * it names, {@code config_sentence_transformers.json}, {@code sentence_bert_config.json}, {@code config.json}.
 */
final class SentenceTransformersFiles {
    private final JsonFolder folder;
    private final JsonNode settings;
    private final LateInteractionConfig lateInteraction;
    private final List<DenseModule> dense = new ArrayList<>();
    private JsonFolder transformer;
    private @Nullable JsonFolder pooling;
    private @Nullable JsonFolder sparsePooling;
    private boolean normalised;

    SentenceTransformersFiles(JsonFolder folder) {
        this.folder = folder;
        this.transformer = folder;
        this.settings = folder.optional("config_sentence_transformers.json");
        this.lateInteraction = new LateInteractionConfig(settings);
    }

    ModelProfile read() {
        if (folder.has("modules.json")) {
            folder.required("modules.json").forEach(this::read);
        } else if (folder.has("1_Pooling/config.json")) {
            pooling = folder.within("1_Pooling");
            normalised = true;
        }
        Head head = head();
        int tokens = head instanceof Head.LateInteraction
                ? Math.min(maxTokens(), lateInteraction.documentTokens())
                : maxTokens();
        return new ModelProfile(head, tokens, prompts(), defaultPrompt(), null, false);
    }

    /** In the order in which they follow each other. */
    private void read(JsonNode module) {
        String type = module.path("type").asString("");
        JsonFolder at = folder.within(module.path("path").asString(""));
        switch (type.substring(type.lastIndexOf('.') + 1)) {
            case "Transformer", "MLMTransformer" -> transformer = at;
            case "Pooling" -> {
                follows(dense.isEmpty(), type, "Dense");
                pooling = at;
            }
            case "SpladePooling" -> sparsePooling = at;
            case "Dense" -> {
                follows(!normalised, type, "Normalize");
                dense.add(DenseModuleFiles.read(at));
            }
            case "Normalize" -> normalised = true;
            default ->
                throw new ModelException(folder.path().resolve("modules.json")
                        + " is expected to name Transformer, MLMTransformer, Pooling, SpladePooling, Dense and Normalize"
                        + " modules only, and names " + type + ".");
        }
    }

    private void follows(boolean right, String type, String other) {
        if (!right) {
            throw new ModelException(
                    folder.path().resolve("modules.json") + " is expected to name Transformer, Pooling,"
                            + " Dense and Normalize in this order, and names " + type + " after " + other + ".");
        }
    }

    private Head head() {
        if (sparsePooling != null) {
            return sparse(sparsePooling);
        }
        if (lateInteraction.isThere()) {
            return lateInteraction.head(dense);
        }
        if (pooling != null) {
            return new Head.Dense(PoolingConfig.read(pooling), dense, normalised, matryoshkaDimensions());
        }
        if (CrossEncoderConfig.isThere(transformer.optional("config.json"))) {
            return CrossEncoderConfig.read(transformer);
        }
        throw new ModelException("The model folder " + folder.path() + " is not whole: expected vicinal-model.yaml or"
                + " 1_Pooling/config.json, the files of PyLate or a cross-encoder's config.json, and none is there.");
    }

    private static Head.Sparse sparse(JsonFolder at) {
        JsonNode config = at.required("config.json");
        return new Head.Sparse(
                Spelling.read(
                        SparsePooling.class, config.path("pooling_strategy").asString("max"), at, "pooling_strategy"),
                Spelling.read(
                        SparseActivation.class,
                        config.path("activation_function").asString("relu"),
                        at,
                        "activation_function"));
    }

    /** As some models' makers state them. */
    private List<Integer> matryoshkaDimensions() {
        return transformer
                .optional("config.json")
                .path("matryoshka_dimensions")
                .valueStream()
                .map(JsonNode::asInt)
                .toList();
    }

    private Map<String, String> prompts() {
        Map<String, String> prompts = new HashMap<>();
        settings.path("prompts")
                .properties()
                .forEach(
                        prompt -> prompts.put(prompt.getKey(), prompt.getValue().asString("")));
        return prompts;
    }

    private @Nullable String defaultPrompt() {
        String name = settings.path("default_prompt_name").asString("");
        return name.isEmpty() ? null : name;
    }

    /** What is stated, else the smaller of what the graph and the tokenizer were made for. */
    private int maxTokens() {
        int stated = transformer
                .optional("sentence_bert_config.json")
                .path("max_seq_length")
                .asInt(0);
        if (stated > 0) {
            return stated;
        }
        long positions = transformer
                .optional("config.json")
                .path("max_position_embeddings")
                .asLong(0);
        double tokenizer = folder.optional("tokenizer_config.json")
                .path("model_max_length")
                .asDouble(0);
        return LongStream.of(positions, (long) tokenizer)
                .filter(tokens -> tokens > 0)
                .mapToInt(tokens -> (int) Math.min(tokens, Integer.MAX_VALUE))
                .min()
                .orElseThrow(() -> new ModelException("The model folder " + folder.path() + " is not whole: expected"
                        + " max_seq_length in sentence_bert_config.json, max_position_embeddings in config.json or"
                        + " model_max_length in tokenizer_config.json, and found none."));
    }
}
