package io.vicinal.evaluation.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How good probabilities are: that a hit is relevant to a query, or that a label is right.
 *
 * @param pairs how many
 * @param relevant how many of them are; right, of labels
 * @param averagePrecision area under the precision–recall curve, as a sum over the relevant pairs, ties in the order given
 * @param expectedError the mean distance of a bin's probability from the share that is relevant, by pairs (Naeini, Cooper and
 *     Hauskrecht, AAAI 2015)
 * @param bins of equal width that hold a pair
 */
public record Calibration(int pairs, int relevant, double averagePrecision, double expectedError, List<Bin> bins) {
    private static final int BINS = 15;

    /** @param score a probability, or anything that orders; then there are no bins to speak of */
    public record Pair(double score, boolean relevant) {}

    /**
     * @param probability the mean
     * @param share of its pairs that is relevant
     */
    public record Bin(double probability, double share, int pairs) {}

    public static Calibration of(List<Pair> pairs) {
        int relevant = (int) pairs.stream().filter(Pair::relevant).count();
        List<Bin> bins = bins(pairs);
        double error = bins.stream()
                .mapToDouble(bin -> bin.pairs() * Math.abs(bin.probability() - bin.share()))
                .sum();
        return new Calibration(
                pairs.size(), relevant, averagePrecision(pairs), error / Math.max(1, pairs.size()), bins);
    }

    /** That of an order alone. */
    public static double averagePrecision(List<Pair> pairs) {
        List<Pair> ordered = pairs.stream()
                .sorted(Comparator.comparingDouble(Pair::score).reversed())
                .toList();
        double sum = 0;
        int found = 0;
        for (int i = 0; i < ordered.size(); i++) {
            if (ordered.get(i).relevant()) {
                sum += (double) ++found / (i + 1);
            }
        }
        return found == 0 ? 0 : sum / found;
    }

    private static List<Bin> bins(List<Pair> pairs) {
        double[] probability = new double[BINS];
        int[] relevant = new int[BINS];
        int[] count = new int[BINS];
        for (Pair pair : pairs) {
            int bin = Math.clamp((long) (pair.score() * BINS), 0, BINS - 1);
            probability[bin] += pair.score();
            relevant[bin] += pair.relevant() ? 1 : 0;
            count[bin]++;
        }
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            if (count[bin] > 0) {
                bins.add(new Bin(probability[bin] / count[bin], (double) relevant[bin] / count[bin], count[bin]));
            }
        }
        return bins;
    }
}
