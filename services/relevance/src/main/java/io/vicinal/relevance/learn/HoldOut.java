package io.vicinal.relevance.learn;

import java.util.SplittableRandom;

/**
 * The judged queries that nothing is fitted to, told by a hash of their ids, and how they are asked so that asking again and
 * again does not fit to them after all: Thresholdout (Dwork, Feldman, Hardt, Pitassi, Reingold and Roth, "The reusable
 * holdout", Science 2015). Where they agree with the training queries they are not heard; where not, what they say is said
 * with noise.
 */
final class HoldOut {
    /** One query in so many. */
    static final int ONE_IN = 5;

    /** In standard errors of the held-out queries' mean: by how much the training queries may differ before they are not believed. */
    private static final double TOLERANCE = 4;

    private static final double NOISE = 0.5;

    /**
     * @param value of the mean
     * @param noise its scale
     */
    record Answer(double value, double noise) {}

    static boolean holds(String queryId) {
        return Math.floorMod(mixed(queryId.hashCode()), ONE_IN) == 0;
    }

    /** Ids of a user's own making may differ in their last characters alone. */
    private static int mixed(int hash) {
        int h = hash * 0x9E3779B9;
        return h ^ h >>> 15;
    }

    /**
     * The mean of a quantity over all queries there might be.
     *
     * @param training its values for the training queries
     * @param heldOut its values for the held-out ones, at least 2
     * @param seed the same asks the same, so that a process that was killed asks no second time
     */
    static Answer ask(double[] training, double[] heldOut, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double trained = mean(training);
        double held = mean(heldOut);
        double error = Math.sqrt(variance(heldOut, held) / heldOut.length);
        double noise = NOISE * error;
        boolean apart =
                Math.abs(trained - held) > TOLERANCE * error + laplace(2 * noise, random) + laplace(4 * noise, random);
        return new Answer(apart ? held + laplace(noise, random) : trained, noise);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return values.length == 0 ? 0 : sum / values.length;
    }

    private static double variance(double[] values, double mean) {
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum / Math.max(1, values.length - 1);
    }

    private static double laplace(double scale, SplittableRandom random) {
        double u = random.nextDouble() - 0.5;
        return -scale * Math.signum(u) * Math.log1p(-2 * Math.min(Math.abs(u), 0.5 - 1e-12));
    }

    private HoldOut() {}
}
