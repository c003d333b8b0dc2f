package io.vicinal.embedding.tei;

import io.vicinal.embedding.model.Model;
import io.vicinal.embedding.model.ModelCard;
import io.vicinal.embedding.text.Inputs;
import io.vicinal.embedding.text.TokenizerThreads;
import io.vicinal.onnx.encode.TextEncoder;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * TEI's {@code Info}, and what runs the model.
 *
 * @param modelDtype of the vectors
 * @param maxInputLength in tokens, special tokens counted
 * @param autoTruncate whether a text is truncated without being asked for it
 * @param provider {@code cpu} or {@code cuda}
 */
record Info(
        String modelId,
        String servedModelName,
        String modelDtype,
        Map<String, Map<String, String>> modelType,
        int maxConcurrentRequests,
        int maxInputLength,
        int maxBatchTokens,
        int maxClientBatchSize,
        boolean autoTruncate,
        int tokenizationWorkers,
        String version,
        int dimensions,
        String provider) {

    static Info of(Model model) {
        ModelCard card = model.card();
        return new Info(
                card.name(),
                card.name(),
                "float32",
                Map.of("embedding", Map.of("pooling", pooling(model))),
                TokenizerThreads.WAITING,
                card.maxTokens(),
                model.local().map(TextEncoder::runTokens).orElse(card.maxTokens()),
                Inputs.MAX_TEXTS,
                false,
                TokenizerThreads.THREADS,
                Objects.requireNonNullElse(Info.class.getPackage().getImplementationVersion(), "development"),
                card.dimensions(),
                card.provider());
    }

    private static String pooling(Model model) {
        return model.local()
                .map(encoder -> encoder.profile().pooling().name().toLowerCase(Locale.ROOT))
                .orElse("remote");
    }
}
