package io.vicinal.relevance.learn;

import io.vicinal.relevance.model.LearnedModel;

/**
 * Mean and deviation of each column over the rows that have it, by their weights.
 *
 * @param mean {@code double[columns]}
 * @param deviation {@code double[columns]}; 0 where a column is the same everywhere, or nowhere
 */
record Standard(double[] mean, double[] deviation) {
    /** Below that, by the size of the values, a column is taken to be constant: float32 tells no less apart. */
    private static final double NO_DEVIATION = 1e-6;

    static Standard of(Rows rows) {
        int width = Rows.WIDTH;
        double[] mean = new double[width];
        double[] deviation = new double[width];
        for (int c = 0; c < width; c++) {
            double weights = 0;
            double sum = 0;
            for (int row = 0; row < rows.count(); row++) {
                float value = rows.columns()[row * width + c];
                if (Float.isFinite(value)) {
                    weights += rows.weight()[row];
                    sum += (double) rows.weight()[row] * value;
                }
            }
            if (weights > 0) {
                mean[c] = sum / weights;
                deviation[c] = deviation(rows, c, mean[c], weights);
            }
        }
        return new Standard(mean, deviation);
    }

    private static double deviation(Rows rows, int c, double mean, double weights) {
        double squares = 0;
        for (int row = 0; row < rows.count(); row++) {
            float value = rows.columns()[row * Rows.WIDTH + c];
            if (Float.isFinite(value)) {
                squares += rows.weight()[row] * (value - mean) * (value - mean);
            }
        }
        double deviation = Math.sqrt(squares / weights);
        return deviation <= NO_DEVIATION * Math.max(1, Math.abs(mean)) ? 0 : deviation;
    }

    /** {@code float[rows × columns]}. */
    float[] applied(Rows rows) {
        int width = Rows.WIDTH;
        float[] z = new float[rows.columns().length];
        for (int i = 0; i < z.length; i++) {
            int c = i % width;
            z[i] = (float)
                    LearnedModel.standardised(rows.columns()[i], mean[c], deviation[c] > 0 ? 1 / deviation[c] : 0);
        }
        return z;
    }
}
