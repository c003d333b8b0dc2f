package io.vicinal.embedding.tei;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vicinal.embedding.model.Model;
import io.vicinal.embedding.model.ModelCard;
import io.vicinal.embedding.text.Inputs;
import io.vicinal.embedding.text.TokenizerThreads;
import io.vicinal.onnx.encode.TextEncoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * TEI's {@code Info} of the default model, and what ours says beside it.
 *
 * @param modelDtype of the vectors
 * @param modelType TEI's word for the kind
 * @param maxInputLength in tokens, special tokens counted
 * @param autoTruncate whether a text is truncated without being asked for it
 * @param prompts the names of those there are
 * @param fallback why it is not a GPU, where one would have been taken
 * @param simd whether this JVM has SIMD instructions for vectors; a retrieval node of its own says it in {@code /actuator/info}
 * @param models the limits of every model
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Info(
        String modelId,
        String modelSha,
        String servedModelName,
        String modelDtype,
        Map<String, Object> modelType,
        int maxConcurrentRequests,
        int maxInputLength,
        int maxBatchTokens,
        int maxClientBatchSize,
        boolean autoTruncate,
        int tokenizationWorkers,
        String version,
        String kind,
        int dimensions,
        List<Integer> matryoshkaDimensions,
        List<String> prompts,
        boolean deterministic,
        String provider,
        @Nullable String fallback,
        String fingerprint,
        boolean simd,
        List<Limits> models) {

    /** A model's limits. */
    record Limits(
            String id,
            String kind,
            int maxInputTokens,
            int dimensions,
            List<Integer> matryoshkaDimensions,
            String provider,
            String fingerprint) {
        static Limits of(ModelCard card) {
            return new Limits(
                    card.name(),
                    card.kind().text(),
                    card.maxTokens(),
                    card.dimensions(),
                    card.matryoshkaDimensions(),
                    card.provider(),
                    card.fingerprint());
        }
    }

    static Info of(Model model, List<ModelCard> all) {
        ModelCard card = model.card();
        return new Info(
                card.name(),
                card.fingerprint(),
                card.name(),
                "float32",
                type(model, card),
                TokenizerThreads.WAITING,
                card.maxTokens(),
                model.local().map(TextEncoder::runTokens).orElse(card.maxTokens()),
                Inputs.MAX_TEXTS,
                false,
                TokenizerThreads.THREADS,
                Objects.requireNonNullElse(Info.class.getPackage().getImplementationVersion(), "development"),
                card.kind().text(),
                card.dimensions(),
                card.matryoshkaDimensions(),
                List.copyOf(card.prompts().keySet()),
                card.deterministic(),
                card.provider(),
                card.fallback(),
                card.fingerprint(),
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
                all.stream().map(Limits::of).toList());
    }

    private static Map<String, Object> type(Model model, ModelCard card) {
        return switch (card.kind()) {
            case DENSE -> Map.of("embedding", Map.of("pooling", pooling(model)));
            case LATE_INTERACTION -> Map.of("embedding", Map.of("pooling", "none"));
            case SPARSE -> Map.of("embedding", Map.of("pooling", "splade"));
            case CROSS_ENCODER -> Map.of(card.dimensions() == 1 ? "reranker" : "classifier", labels(card.dimensions()));
        };
    }

    private static String pooling(Model model) {
        return model.local()
                .map(encoder -> encoder.profile().pooling().name().toLowerCase(Locale.ROOT))
                .orElse("remote");
    }

    private static Map<String, Object> labels(int count) {
        Map<String, String> names = new TreeMap<>();
        Map<String, Integer> ids = new TreeMap<>();
        IntStream.range(0, count).forEach(label -> {
            names.put(Integer.toString(label), "LABEL_" + label);
            ids.put("LABEL_" + label, label);
        });
        return Map.of("id2label", names, "label2id", ids);
    }
}
