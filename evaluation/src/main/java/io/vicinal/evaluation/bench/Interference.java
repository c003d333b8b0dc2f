package io.vicinal.evaluation.bench;

import io.vicinal.evaluation.dataset.BeirDocument;
import io.vicinal.evaluation.metrics.Latency;
import io.vicinal.evaluation.platform.VicinalClient;
import java.util.List;

/**
 * Single queries, one client, while the platform idles and while it ingests as fast as it can.
 *
 * @param longestRunMs one text of the model's full length, alone, with all cores busy: what a query may have to wait for
 */
record Interference(Latency idle, Latency busy, double ratioOfP99s, double longestRunMs) {

    /** @param queries each new to the platform: half of them for either */
    static Interference measure(
            VicinalClient client, List<BeirDocument> documents, List<String> queries, double longestRunMs)
            throws InterruptedException {
        int half = queries.size() / 2;
        Latency idle = Latency.of(times(client, queries.subList(0, half)));
        try (ScratchCollection scratch = ScratchCollection.named(client, "interference");
                Saturation saturation = Saturation.begin(client, scratch.name(), documents)) {
            Latency busy = Latency.of(times(client, queries.subList(half, queries.size())));
            saturation.check();
            return new Interference(idle, busy, busy.p99Ms() / idle.p99Ms(), longestRunMs);
        }
    }

    private static double[] times(VicinalClient client, List<String> queries) throws InterruptedException {
        double[] times = new double[queries.size()];
        for (int i = 0; i < times.length; i++) {
            byte[] body = EmbeddingRequests.body(List.of(queries.get(i)), false);
            long sent = System.nanoTime();
            client.embeddings(body);
            times[i] = (System.nanoTime() - sent) / 1e6;
        }
        return times;
    }
}
