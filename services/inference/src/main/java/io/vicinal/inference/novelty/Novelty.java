package io.vicinal.inference.novelty;

import java.util.Arrays;

/**
 * How strange a text is: the share of the examples that are nearer to their own neighbours than it is to its. The mean cosine
 * with the nearest few is compared with the examples' own by leave-one-out; below the least of these the tail of a generalised
 * Pareto distribution goes on, so that what is stranger than any example still differs in how strange it is.
 *
 * @param neighbours over which the mean is taken, at most
 * @param quantiles {@code double[]}, ascending: the examples' own mean cosines at evenly spaced shares from 0 to 1; empty where
 *     there were too few to tell
 * @param tailShare the share of the examples where the tail begins
 * @param tailWidth of the tail, in cosines
 */
public record Novelty(int neighbours, double[] quantiles, double tailShare, double tailWidth) {
    /** Novel is what is stranger than this: of a hundred texts that are like the examples, about one. */
    public static final double NOVEL = 0.99;

    public static final int NEIGHBOURS = 5;
    private static final int QUANTILES = 200;
    private static final int FEWEST = 3;
    private static final double TAIL = 0.05;
    private static final double LEAST_WIDTH = 0.005;

    /** Of the tail: 0 were exponential, and equal for a machine from thirty widths on. */
    private static final double SHAPE = 0.25;

    /** @param own of each example, the mean cosine with its nearest others */
    public static Novelty of(int neighbours, double[] own) {
        if (own.length < FEWEST) {
            return new Novelty(neighbours, new double[0], TAIL, LEAST_WIDTH);
        }
        double[] sorted = own.clone();
        Arrays.sort(sorted);
        double[] quantiles = new double[Math.min(QUANTILES, sorted.length)];
        for (int i = 0; i < quantiles.length; i++) {
            quantiles[i] = at(sorted, (double) i / (quantiles.length - 1));
        }
        double share = Math.clamp(2.0 / sorted.length, TAIL, 0.5);
        double bulk = (at(sorted, 0.5) - at(sorted, share)) / Math.log(Math.max(2, 0.5 / share));
        double excess = 0;
        int below = 0;
        for (double similarity : sorted) {
            if (similarity < at(sorted, share)) {
                excess += at(sorted, share) - similarity;
                below++;
            }
        }
        double width = Math.max(bulk, below == 0 ? 0 : excess / below * (1 - SHAPE));
        return new Novelty(neighbours, quantiles, share, Math.max(width, LEAST_WIDTH));
    }

    private static double at(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /**
     * @param similarities cosines with the nearest examples, nearest first
     * @return from 0 to 1; 0 where there were too few examples to tell, and 1 where there is no neighbour
     */
    public double of(double[] similarities) {
        if (!canTell()) {
            return 0;
        }
        if (similarities.length == 0) {
            return 1;
        }
        return 1 - share(mean(similarities, neighbours));
    }

    /** Whether there were documents enough to compare with. */
    public boolean canTell() {
        return quantiles.length > 0;
    }

    public boolean isNovel(double novelty) {
        return novelty > NOVEL;
    }

    /** Of the first few. */
    public static double mean(double[] similarities, int neighbours) {
        return Arrays.stream(similarities).limit(neighbours).average().orElse(-1);
    }

    /** The share of examples whose own similarity is less; nearer than the nearest of them, still less than all until 1. */
    private double share(double similarity) {
        double rest = 1.0 / (quantiles.length + 1);
        double nearest = quantiles[quantiles.length - 1];
        if (similarity >= nearest && nearest < 1) {
            return 1 - rest * Math.max(0, 1 - similarity) / (1 - nearest);
        }
        double start = at(quantiles, tailShare);
        if (similarity < start) {
            double widths = (start - similarity) / tailWidth;
            return (1 - rest) * tailShare * Math.pow(1 + SHAPE * widths, -1 / SHAPE);
        }
        return (1 - rest) * Math.max(tailShare, within(similarity));
    }

    /** Among the quantiles, from 0 to 1. */
    private double within(double similarity) {
        int above = Arrays.binarySearch(quantiles, similarity);
        above = above < 0 ? -above - 1 : above;
        if (above == 0 || above >= quantiles.length) {
            return above == 0 ? 0 : 1;
        }
        double gap = quantiles[above] - quantiles[above - 1];
        double part = gap > 0 ? (similarity - quantiles[above - 1]) / gap : 1;
        return (above - 1 + part) / (quantiles.length - 1);
    }
}
