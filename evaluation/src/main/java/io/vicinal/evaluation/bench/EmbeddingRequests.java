package io.vicinal.evaluation.bench;

import io.vicinal.contracts.json.Json;
import io.vicinal.evaluation.metrics.Latency;
import io.vicinal.evaluation.platform.VicinalClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Texts as requests for their embeddings, made before the clock starts.
 *
 * @param texts of each request; the last may have fewer
 */
record EmbeddingRequests(List<byte[]> bodies, int texts) {

    static EmbeddingRequests of(List<String> texts, int textsARequest) {
        List<byte[]> bodies = new ArrayList<>();
        for (int from = 0; from < texts.size(); from += textsARequest) {
            bodies.add(body(texts.subList(from, Math.min(from + textsARequest, texts.size())), false));
        }
        return new EmbeddingRequests(bodies, textsARequest);
    }

    static byte[] body(List<String> texts, boolean deterministic) {
        return Json.mapper()
                .writeValueAsBytes(Map.of("input", texts, "encoding_format", "base64", "deterministic", deterministic));
    }

    /** Sends all of them, each client the next one when it has its answer. */
    Sent send(VicinalClient client, int clients) throws InterruptedException {
        double[] durations = new double[bodies.size()];
        AtomicInteger next = new AtomicInteger();
        long began = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int c = 0; c < clients; c++) {
                running.add(threads.submit(() -> {
                    for (int i = next.getAndIncrement(); i < durations.length; i = next.getAndIncrement()) {
                        long sent = System.nanoTime();
                        client.embeddings(bodies.get(i));
                        durations[i] = (System.nanoTime() - sent) / 1e6;
                    }
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
        return new Sent((System.nanoTime() - began) / 1e9, Latency.of(durations));
    }

    /** @param latency of a request */
    record Sent(double seconds, Latency latency) {}
}
