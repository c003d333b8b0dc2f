package io.vicinal.relevance.learn;

import java.util.Arrays;

/**
 * The weights with the least loss, where that is convex or nearly so, by Newton's method (with the expected information in place of
 * the second derivatives it is Fisher scoring), with steps halved until they gain. A round is one {@link Loss#derive} and as many
 * {@link Loss#of} as steps are tried.
 */
final class Newton {
    private static final int ROUNDS = 50;
    /** Of the loss as it is: a round that gains less is the last. */
    private static final double ENOUGH = 1e-9;

    private static final double SMALLEST_STEP = 1e-6;

    interface Loss {
        double of(double[] weights);

        /**
         * @param gradient {@code double[weights]}, of what is gained
         * @param information {@code double[weights][weights]}, positive definite, of which the lower triangle is read; both are all
         *     zeros
         */
        void derive(double[] weights, double[] gradient, double[][] information);
    }

    /** @param start {@code double[weights]} */
    static double[] least(Loss loss, double[] start) {
        double[] gradient = new double[start.length];
        double[][] information = new double[start.length][start.length];
        double[] weights = start;
        double now = loss.of(weights);
        for (int round = 0; round < ROUNDS; round++) {
            Arrays.fill(gradient, 0);
            Arrays.stream(information).forEach(row -> Arrays.fill(row, 0));
            loss.derive(weights, gradient, information);
            double[] step = Cholesky.solve(information, gradient);
            double size = 1;
            double[] next = moved(weights, step, size);
            double then = loss.of(next);
            while (!(then <= now) && size > SMALLEST_STEP) {
                size /= 2;
                next = moved(weights, step, size);
                then = loss.of(next);
            }
            if (!(then < now)) {
                break;
            }
            boolean isLast = now - then <= ENOUGH * now;
            weights = next;
            now = then;
            if (isLast) {
                break;
            }
        }
        return weights;
    }

    private static double[] moved(double[] weights, double[] step, double size) {
        double[] next = weights.clone();
        for (int i = 0; i < next.length; i++) {
            next[i] += size * step[i];
        }
        return next;
    }

    private Newton() {}
}
