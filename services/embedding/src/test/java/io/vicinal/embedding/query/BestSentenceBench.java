package io.vicinal.embedding.query;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.contracts.embedding.EmbeddingApi.QueryText;
import io.vicinal.contracts.embedding.EmbeddingApi.SentenceQuery;
import io.vicinal.contracts.json.Json;
import io.vicinal.embedding.model.ModelSettings;
import io.vicinal.embedding.model.ModelSources;
import io.vicinal.embedding.model.Models;
import io.vicinal.embedding.text.QueryEncoder;
import io.vicinal.embedding.text.TokenizerThreads;
import io.vicinal.onnx.encode.EncoderSettings;
import io.vicinal.onnx.hub.HubSettings;
import io.vicinal.onnx.hub.ModelHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;

/**
 * How long the sentences by meaning of ten hits take, as the gateway asks for them. A program, not a test: its argument is a
 * BEIR folder.
 */
final class BestSentenceBench {
    private static final String MODEL = "bge-small-en-v1.5";
    private static final int HITS = 10;
    private static final int AT_ONCE = 2;

    public static void main(String[] arguments) throws IOException {
        List<String> texts = Files.readAllLines(Path.of(arguments[0]).resolve("corpus.jsonl")).stream()
                .limit(12 * HITS)
                .map(line -> Json.mapper().readTree(line).get("text").asString())
                .toList();
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        TokenizerThreads threads = new TokenizerThreads(metrics);
        try (Models models = new Models(
                new ModelSettings(MODEL, List.of(), 2, null, EncoderSettings.DEFAULT),
                new ModelSources(null, new ModelHub(HubSettings.of(_ -> null))),
                List.of(),
                _ -> Optional.empty(),
                metrics)) {
            EmbeddingController api =
                    Wired.of(models, new QueryEncoder(threads, DataSize.ofMegabytes(64), metrics), threads, metrics);
            float[] query = api.embedQuery(new QueryText(MODEL, "what protects against infection", false))
                    .block()
                    .dense();
            List<Double> first = new ArrayList<>();
            List<Double> again = new ArrayList<>();
            for (int from = 0; from + HITS <= texts.size(); from += HITS) {
                first.add(millis(api, query, texts.subList(from, from + HITS)));
                again.add(millis(api, query, texts.subList(from, from + HITS)));
            }
            System.out.printf("10 hits: p50 %.0f ms, remembered %.1f ms%n", middle(first), middle(again));
        } finally {
            threads.destroy();
        }
    }

    private static double millis(EmbeddingController api, float[] query, List<String> texts) {
        long began = System.nanoTime();
        Flux.fromIterable(texts)
                .flatMap(text -> api.bestSentence(new SentenceQuery(MODEL, query, text)), AT_ONCE)
                .blockLast();
        return (System.nanoTime() - began) / 1e6;
    }

    private static double middle(List<Double> values) {
        values.sort(null);
        return values.get(values.size() / 2);
    }
}
