package io.vicinal.onnx.encode;

import io.vicinal.onnx.model.Pooling;
import java.nio.FloatBuffer;

/** The six poolings, as {@link Pooling} defines them. */
final class PooledRows {

    /**
     * @param rows {@code [.. × dimensions]}, the text's own from {@code first}
     * @param kept the first so many dimensions
     * @return {@code float[kept]}
     */
    static float[] read(Pooling pooling, FloatBuffer rows, int first, int tokens, int dimensions, int kept) {
        float[] vector = new float[kept];
        int start = pooling == Pooling.LAST_TOKEN ? first + tokens - 1 : first;
        rows.get(start * dimensions, vector);
        for (int token = 1; token < tokens; token++) {
            int row = (first + token) * dimensions;
            switch (pooling) {
                case CLS, LAST_TOKEN -> {
                    return vector;
                }
                case MAX -> {
                    for (int d = 0; d < kept; d++) {
                        vector[d] = Math.max(vector[d], rows.get(row + d));
                    }
                }
                case MEAN, MEAN_SQRT_LEN -> {
                    for (int d = 0; d < kept; d++) {
                        vector[d] += rows.get(row + d);
                    }
                }
                case WEIGHTED_MEAN -> {
                    float weight = token + 1;
                    for (int d = 0; d < kept; d++) {
                        vector[d] += weight * rows.get(row + d);
                    }
                }
            }
        }
        return scaled(vector, pooling, tokens);
    }

    private static float[] scaled(float[] vector, Pooling pooling, int tokens) {
        double divisor = switch (pooling) {
            case CLS, LAST_TOKEN, MAX -> 1;
            case MEAN -> tokens;
            case MEAN_SQRT_LEN -> Math.sqrt(tokens);
            case WEIGHTED_MEAN -> tokens * (tokens + 1.0) / 2;
        };
        if (divisor != 1) {
            float scale = (float) (1 / divisor);
            for (int d = 0; d < vector.length; d++) {
                vector[d] *= scale;
            }
        }
        return vector;
    }

    private PooledRows() {}
}
