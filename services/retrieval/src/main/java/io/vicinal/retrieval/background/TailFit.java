package io.vicinal.retrieval.background;

import io.vicinal.contracts.search.Background.Distribution;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Mean and deviation of a sample of scores, and an exponential distribution of the excesses over its 90 % quantile: the
 * generalised Pareto distribution of shape 0 (Pickands, 1975; Balkema and de Haan, 1974), whose one parameter is their mean.
 * The shape is left at 0, since fifty excesses do not tell it.
 */
final class TailFit {
    private static final double QUANTILE = 0.9;
    private static final int LEAST = 10;

    /** Null of nothing. The scores are sorted. */
    static @Nullable Distribution of(float[] scores) {
        if (scores.length == 0) {
            return null;
        }
        Arrays.sort(scores);
        double mean = mean(scores, 0, 0);
        double squares = 0;
        for (float score : scores) {
            squares += (score - mean) * (score - mean);
        }
        int above = (int) Math.ceil(QUANTILE * scores.length);
        double threshold = scores[above - 1];
        double scale = scores.length < LEAST ? 0 : mean(scores, above, threshold);
        return new Distribution(mean, Math.sqrt(squares / scores.length), threshold, scale, scores.length);
    }

    private static double mean(float[] scores, int from, double less) {
        double sum = 0;
        for (int i = from; i < scores.length; i++) {
            sum += scores[i] - less;
        }
        return from == scores.length ? 0 : sum / (scores.length - from);
    }

    private TailFit() {}
}
