package io.vicinal.onnx.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files that sentence-transformers leaves beside a model. A following {@code Normalize} module changes nothing here,
 * because every dense vector is L2-normalised; a {@code Dense} module would, and is refused.
 */
final class SentenceTransformersFiles {
    private static final JsonMapper JSON = JsonMapper.shared();
    private final Path folder;

    SentenceTransformersFiles(Path folder) {
        this.folder = folder;
    }

    ModelProfile read() {
        checkModules();
        JsonNode prompts = optional("config_sentence_transformers.json").path("prompts");
        return new ModelProfile(
                pooling(),
                prompts.path("query").asString(""),
                prompts.path("passage").asString(prompts.path("document").asString("")),
                maxTokens());
    }

    private void checkModules() {
        for (JsonNode module : optional("modules.json")) {
            String type = module.path("type").asString("");
            if (!type.endsWith(".Transformer") && !type.endsWith(".Pooling") && !type.endsWith(".Normalize")) {
                throw new ModelException(folder.resolve("modules.json")
                        + " is expected to name Transformer, Pooling and Normalize modules only, and names " + type
                        + ".");
            }
        }
    }

    private Pooling pooling() {
        Path file = folder.resolve("1_Pooling/config.json");
        if (!Files.isRegularFile(file)) {
            throw new ModelException("The model folder " + folder
                    + " is not whole: expected vicinal-model.yaml or 1_Pooling/config.json, and neither is there.");
        }
        JsonNode config = read(file);
        Map<String, Pooling> known =
                Map.of("pooling_mode_cls_token", Pooling.CLS, "pooling_mode_mean_tokens", Pooling.MEAN);
        var chosen = config.properties().stream()
                .filter(mode -> mode.getKey().startsWith("pooling_mode_")
                        && mode.getValue().asBoolean(false))
                .map(Map.Entry::getKey)
                .toList();
        Pooling pooling = chosen.size() == 1 ? known.get(chosen.getFirst()) : null;
        if (pooling == null) {
            throw new ModelException(file
                    + " is expected to choose pooling_mode_cls_token or pooling_mode_mean_tokens, and chooses " + chosen
                    + ".");
        }
        return pooling;
    }

    private int maxTokens() {
        int stated =
                optional("sentence_bert_config.json").path("max_seq_length").asInt(0);
        int tokens = stated > 0
                ? stated
                : optional("config.json").path("max_position_embeddings").asInt(0);
        if (tokens <= 0) {
            throw new ModelException("The model folder " + folder + " is not whole: expected max_seq_length in"
                    + " sentence_bert_config.json or max_position_embeddings in config.json, and found neither.");
        }
        return tokens;
    }

    private JsonNode optional(String name) {
        Path file = folder.resolve(name);
        return Files.isRegularFile(file) ? read(file) : JSON.createObjectNode();
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(file);
        } catch (JacksonException e) {
            throw new ModelException(file + " is expected to be JSON, and is not: " + e.getOriginalMessage() + ".", e);
        }
    }
}
