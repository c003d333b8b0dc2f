package io.vicinal.evaluation.metrics;

import java.util.Arrays;

/** Percentiles of a sample of durations in milliseconds, by nearest rank: each is a duration that occurred. */
public record Latency(int count, double meanMs, double p50Ms, double p95Ms, double p99Ms, double maxMs) {

    public static Latency of(double[] durationsMs) {
        if (durationsMs.length == 0) {
            return new Latency(0, 0, 0, 0, 0, 0);
        }
        double[] sorted = durationsMs.clone();
        Arrays.sort(sorted);
        return new Latency(
                sorted.length,
                Arrays.stream(sorted).average().orElseThrow(),
                nearestRank(sorted, 50),
                nearestRank(sorted, 95),
                nearestRank(sorted, 99),
                sorted[sorted.length - 1]);
    }

    private static double nearestRank(double[] sorted, int percent) {
        return sorted[Math.max(0, (int) Math.ceil(percent / 100.0 * sorted.length) - 1)];
    }
}
