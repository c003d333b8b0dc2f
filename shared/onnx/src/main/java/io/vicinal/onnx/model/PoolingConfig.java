package io.vicinal.onnx.model;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The {@code config.json} of sentence-transformers' {@code Pooling} module. */
final class PoolingConfig {
    private static final Map<String, Pooling> KNOWN = Map.of(
            "pooling_mode_cls_token", Pooling.CLS,
            "pooling_mode_mean_tokens", Pooling.MEAN,
            "pooling_mode_max_tokens", Pooling.MAX,
            "pooling_mode_mean_sqrt_len_tokens", Pooling.MEAN_SQRT_LEN,
            "pooling_mode_weightedmean_tokens", Pooling.WEIGHTED_MEAN,
            "pooling_mode_lasttoken", Pooling.LAST_TOKEN);

    static Pooling read(JsonFolder folder) {
        JsonNode config = folder.required("config.json");
        if (!config.path("include_prompt").asBoolean(true)) {
            throw new ModelException(folder.path().resolve("config.json")
                    + " is expected to pool prompts with their texts, and has include_prompt: false.");
        }
        List<String> chosen = config.properties().stream()
                .filter(mode -> mode.getKey().startsWith("pooling_mode_")
                        && mode.getValue().asBoolean(false))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        Pooling pooling = chosen.size() == 1 ? KNOWN.get(chosen.getFirst()) : null;
        if (pooling == null) {
            throw new ModelException(folder.path().resolve("config.json") + " is expected to choose one of "
                    + KNOWN.keySet().stream().sorted().toList() + ", and chooses " + chosen + ".");
        }
        return pooling;
    }

    private PoolingConfig() {}
}
