package io.vicinal.evaluation.eval;

import io.vicinal.contracts.search.SearchResult;
import io.vicinal.evaluation.metrics.Latency;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * All queries in one mode, one after the other.
 *
 * @param rankings query id to document ids, best first
 * @param partial answers from which a shard was missing; the quality is then not the platform's
 */
record ModeRun(Map<String, List<String>> rankings, Latency latency, Steps steps, double queriesPerSecond, int partial) {
    private static final int WARM_UP = 20;

    /** @param queries id to text */
    static ModeRun measure(Probe probe, Map<String, String> queries, String mode, int ordinal, int topK)
            throws InterruptedException {
        for (String query : queries.values().stream().limit(WARM_UP).toList()) {
            probe.search(Probe.likeButOther(query), mode, topK);
        }
        // Blanks at the end change no result, but keep one mode from finding another's embedding in the platform's
        // cache.
        String distinct = " ".repeat(ordinal);
        Map<String, List<String>> rankings = new LinkedHashMap<>();
        List<SearchResult.Took> steps = new ArrayList<>();
        double[] durations = new double[queries.size()];
        int partial = 0;
        int i = 0;
        for (Map.Entry<String, String> query : queries.entrySet()) {
            Probe.Timed timed = probe.search(query.getValue() + distinct, mode, topK);
            durations[i++] = timed.ms();
            SearchResult result = timed.result();
            LinkedHashSet<String> ids = new LinkedHashSet<>();
            Objects.requireNonNullElse(result.hits(), List.<SearchResult.Hit>of())
                    .forEach(hit -> ids.add(hit.documentId()));
            rankings.put(query.getKey(), List.copyOf(ids));
            if (result.tookMs() != null) {
                steps.add(result.tookMs());
            }
            partial += result.partial() ? 1 : 0;
        }
        Latency latency = Latency.of(durations);
        double perSecond = latency.meanMs() == 0 ? 0 : 1000 / latency.meanMs();
        return new ModeRun(rankings, latency, Steps.mean(steps), perSecond, partial);
    }
}
