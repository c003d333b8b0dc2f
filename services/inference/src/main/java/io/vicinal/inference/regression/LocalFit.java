package io.vicinal.inference.regression;

import io.vicinal.inference.matrix.Cholesky;

/**
 * What neighbours say of a place among them.
 *
 * @param value expected
 * @param spread deviation of the neighbours' values from what is fitted to them, weighted as they are
 */
record LocalFit(double value, double spread) {
    /** Less than that of the nearest's weight is that: its inverse is used. */
    private static final double LEAST_WEIGHT = 1e-6;

    /** @param weights {@code double[neighbours]}, at most as many as values */
    static LocalFit mean(double[] values, double[] weights) {
        double all = 0;
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            all += weights[i];
            sum += weights[i] * values[i];
        }
        double mean = sum / all;
        double squares = 0;
        for (int i = 0; i < weights.length; i++) {
            squares += weights[i] * (values[i] - mean) * (values[i] - mean);
        }
        return new LocalFit(mean, Math.sqrt(squares / all));
    }

    /**
     * Weighted ridge regression on vectors from their weighted mean, in its dual form: {@code O(neighbours³)} once their
     * products are known.
     *
     * @param products {@code double[size × size]}: of the neighbours' vectors and, last, of the place's
     * @param size neighbours + 1 of {@code products}, of which the first {@code weights.length} are used
     * @param ridge relative to the nearest's weight
     */
    static LocalFit linear(double[] values, double[] weights, double[] products, int size, double ridge) {
        LocalFit flat = mean(values, weights);
        int n = weights.length;
        double all = 0;
        for (double weight : weights) {
            all += weight;
        }
        double[] withMean = new double[n];
        double placeWithMean = 0;
        double meanWithMean = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                withMean[i] += weights[j] * products[i * size + j] / all;
            }
            placeWithMean += weights[i] * products[(size - 1) * size + i] / all;
        }
        for (int i = 0; i < n; i++) {
            meanWithMean += weights[i] * withMean[i] / all;
        }
        double[] centred = new double[n * n];
        double[] dual = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                centred[i * n + j] = products[i * size + j] - withMean[i] - withMean[j] + meanWithMean;
            }
            centred[i * n + i] += ridge / Math.max(weights[i], LEAST_WEIGHT);
            dual[i] = values[i] - flat.value();
        }
        new Cholesky(centred, n).solve(dual, 0);
        double value = flat.value();
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double weight = Math.max(weights[i], LEAST_WEIGHT);
            double residual = ridge * dual[i] / weight;
            squares += weight * residual * residual;
            value += dual[i] * (products[(size - 1) * size + i] - withMean[i] - placeWithMean + meanWithMean);
        }
        return new LocalFit(value, Math.sqrt(squares / all));
    }
}
