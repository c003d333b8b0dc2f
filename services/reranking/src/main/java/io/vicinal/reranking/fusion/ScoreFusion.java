package io.vicinal.reranking.fusion;

import java.util.stream.IntStream;

/**
 * Turns the signals of all candidates into one score each. Every method takes {@code float[candidates]} a signal and
 * returns {@code double[candidates]}; a signal that is absent for all is simply not given. One that is absent for some (they
 * have a vector of their user's own, and no token vectors) is left out of their mean alone: the others decide about them,
 * with their weights scaled to sum to 1, as they would if nobody had it.
 */
public final class ScoreFusion {

    /**
     * @param scores NaN where a candidate does not have it
     * @param weight at least 0; the weights of the signals that a candidate has are scaled to sum to 1
     */
    public record Signal(String name, float[] scores, double weight) {}

    /**
     * Weighted min-max: each signal is scaled to [0, 1] over the candidates, then their weighted mean. A signal that is
     * the same for all candidates says nothing of their order and counts 1 for each, or 0 where nothing matched. (Lee, "Analyses of multiple evidence combination",
     * SIGIR 1997, for the scaling.)
     */
    public static double[] minMax(Signal... signals) {
        Mean mean = new Mean(signals[0].scores.length);
        for (Signal signal : signals) {
            float min = Float.POSITIVE_INFINITY;
            float max = Float.NEGATIVE_INFINITY;
            for (float score : signal.scores) {
                if (!Float.isNaN(score)) {
                    min = Math.min(min, score);
                    max = Math.max(max, score);
                }
            }
            for (int i = 0; i < signal.scores.length; i++) {
                float score = signal.scores[i];
                if (!Float.isNaN(score)) {
                    mean.add(i, scaled(score, min, max), signal.weight);
                }
            }
        }
        return mean.values();
    }

    /**
     * Reciprocal rank fusion: the weighted sum of 1 / (k + rank), ranks from 1 (Cormack, Clarke and Büttcher, "Reciprocal
     * rank fusion outperforms Condorcet and individual rank learning methods", SIGIR 2009). Equal scores share the best of
     * their ranks, so that the order in which candidates come does not matter; a candidate whose signal is the lowest there
     * is for want of any match (BM25 of 0) gets nothing from it.
     */
    public static double[] reciprocalRank(int k, Signal... signals) {
        Mean mean = new Mean(signals[0].scores.length);
        for (Signal signal : signals) {
            int[] order = descending(signal.scores);
            int rank = 1;
            for (int i = 0; i < order.length; i++) {
                float score = signal.scores[order[i]];
                if (i > 0 && score < signal.scores[order[i - 1]]) {
                    rank = i + 1;
                }
                mean.add(order[i], reciprocal(score, rank, k), signal.weight);
            }
        }
        return mean.values();
    }

    /**
     * The weighted mean of z-scores: each signal less its mean over the candidates, divided by its standard deviation, so that
     * one far above the rest of its kind counts for more than the best of many alike. A signal that is the same for all adds 0.
     * (Montague and Aslam, "Relevance score normalization for metasearch", CIKM 2001: zero mean, unit variance.)
     */
    public static double[] zScore(Signal... signals) {
        Mean mean = new Mean(signals[0].scores.length);
        for (Signal signal : signals) {
            Spread spread = Spread.of(signal.scores);
            for (int i = 0; i < signal.scores.length; i++) {
                if (!Float.isNaN(signal.scores[i])) {
                    mean.add(i, spread.standardised(signal.scores[i]), signal.weight);
                }
            }
        }
        return mean.values();
    }

    static double scaled(float score, float min, float max) {
        return max > min ? ((double) score - min) / ((double) max - min) : max == 0 ? 0 : 1;
    }

    static double reciprocal(float score, int rank, int k) {
        return score == 0 ? 0 : 1.0 / (k + rank);
    }

    /** The weighted mean of what each candidate has. */
    private static final class Mean {
        private final double[] sums;
        private final double[] weights;

        Mean(int candidates) {
            sums = new double[candidates];
            weights = new double[candidates];
        }

        void add(int candidate, double value, double weight) {
            sums[candidate] += value * weight;
            weights[candidate] += weight;
        }

        double[] values() {
            for (int i = 0; i < sums.length; i++) {
                sums[i] = weights[i] == 0 ? 0 : sums[i] / weights[i];
            }
            return sums;
        }
    }

    /** Those that have the signal, best first. */
    private static int[] descending(float[] scores) {
        return IntStream.range(0, scores.length)
                .filter(i -> !Float.isNaN(scores[i]))
                .boxed()
                .sorted((a, b) -> Float.compare(scores[b], scores[a]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private ScoreFusion() {}
}
