package io.vicinal.evaluation.eval;

import io.vicinal.evaluation.metrics.Latency;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Many clients at once, each sending its next query when it has its answer. */
public record Throughput(int clients, double queriesPerSecond, Latency latency) {

    public static Throughput measure(Probe probe, List<String> queries, String mode, int topK, int clients)
            throws InterruptedException {
        double[] durations = new double[queries.size()];
        AtomicInteger next = new AtomicInteger();
        long began = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int c = 0; c < clients; c++) {
                running.add(threads.submit(() -> {
                    for (int i = next.getAndIncrement(); i < durations.length; i = next.getAndIncrement()) {
                        durations[i] = probe.search(queries.get(i), mode, topK).ms();
                    }
                    return null;
                }));
            }
            for (Future<?> client : running) {
                client.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        return new Throughput(clients, durations.length / seconds, Latency.of(durations));
    }
}
