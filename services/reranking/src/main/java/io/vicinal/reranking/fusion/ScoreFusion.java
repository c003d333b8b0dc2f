package io.vicinal.reranking.fusion;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Turns the signals of all candidates into one score each. Every method takes {@code float[candidates]} a signal and
 * returns {@code double[candidates]}; a signal that is absent for all is simply not given.
 */
public final class ScoreFusion {

    /** @param weight at least 0; the weights of the signals given are scaled to sum to 1 */
    public record Signal(float[] scores, double weight) {}

    /**
     * Weighted min-max: each signal is scaled to [0, 1] over the candidates, then their weighted mean. A signal that is
     * the same for all candidates says nothing of their order and counts 1 for each, or 0 where nothing matched. (Lee, "Analyses of multiple evidence combination",
     * SIGIR 1997, for the scaling.)
     */
    public static double[] minMax(Signal... signals) {
        double[] fused = new double[signals[0].scores.length];
        double weights = totalWeight(signals);
        for (Signal signal : signals) {
            float min = Float.POSITIVE_INFINITY;
            float max = Float.NEGATIVE_INFINITY;
            for (float score : signal.scores) {
                min = Math.min(min, score);
                max = Math.max(max, score);
            }
            if (max == min && max != 0) {
                for (int i = 0; i < fused.length; i++) {
                    fused[i] += signal.weight / weights;
                }
            } else if (max > min) {
                double scale = signal.weight / weights / ((double) max - min);
                for (int i = 0; i < fused.length; i++) {
                    fused[i] += (signal.scores[i] - min) * scale;
                }
            }
        }
        return fused;
    }

    /**
     * Reciprocal rank fusion: the weighted sum of 1 / (k + rank), ranks from 1 (Cormack, Clarke and Büttcher, "Reciprocal
     * rank fusion outperforms Condorcet and individual rank learning methods", SIGIR 2009). Equal scores share the best of
     * their ranks, so that the order in which candidates come does not matter; a candidate whose signal is the lowest there
     * is for want of any match (BM25 of 0) gets nothing from it.
     */
    public static double[] reciprocalRank(int k, Signal... signals) {
        double[] fused = new double[signals[0].scores.length];
        double weights = totalWeight(signals);
        for (Signal signal : signals) {
            int[] order = descending(signal.scores);
            int rank = 1;
            for (int i = 0; i < order.length; i++) {
                float score = signal.scores[order[i]];
                if (i > 0 && score < signal.scores[order[i - 1]]) {
                    rank = i + 1;
                }
                if (score != 0) {
                    fused[order[i]] += signal.weight / weights / (k + rank);
                }
            }
        }
        return fused;
    }

    private static int[] descending(float[] scores) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted((a, b) -> Float.compare(scores[b], scores[a]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double totalWeight(Signal... signals) {
        return Arrays.stream(signals).mapToDouble(Signal::weight).sum();
    }

    private ScoreFusion() {}
}
