package io.vicinal.onnx.encode;

import io.vicinal.onnx.model.Pooling;
import io.vicinal.onnx.session.OutputReader;
import io.vicinal.onnx.session.RunException;
import java.nio.FloatBuffer;

/** Token vectors to one L2-normalised vector. */
final class DenseReader implements OutputReader<float[]> {
    private final Pooling pooling;

    DenseReader(Pooling pooling) {
        this.pooling = pooling;
    }

    @Override
    public float[] read(FloatBuffer rows, int first, int tokens, int dimensions) {
        float[] vector = new float[dimensions];
        rows.get(first * dimensions, vector);
        if (pooling == Pooling.MEAN) {
            for (int row = first + 1; row < first + tokens; row++) {
                for (int d = 0; d < dimensions; d++) {
                    vector[d] += rows.get(row * dimensions + d);
                }
            }
        }
        normalise(vector);
        return vector;
    }

    /** A mean and a sum have the same direction, so the mean is never divided out. */
    private static void normalise(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        if (!(squares > 0) || Double.isInfinite(squares)) {
            throw new RunException(
                    "The model answered with a vector that has no direction (length " + Math.sqrt(squares) + ").");
        }
        float scale = (float) (1 / Math.sqrt(squares));
        for (int d = 0; d < vector.length; d++) {
            vector[d] *= scale;
        }
    }
}
