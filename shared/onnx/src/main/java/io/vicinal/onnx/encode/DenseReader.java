package io.vicinal.onnx.encode;

import io.vicinal.onnx.model.Pooling;
import io.vicinal.onnx.session.OutputReader;
import io.vicinal.onnx.session.RunException;
import java.nio.FloatBuffer;

/** Token vectors to one vector. */
final class DenseReader implements OutputReader<float[]> {
    private final Pooling pooling;

    private final int kept;
    private final boolean normalised;

    /**
     * @param kept the first so many dimensions of the pooled vector
     * @param normalised whether what is kept is scaled to the length 1
     */
    DenseReader(Pooling pooling, int kept, boolean normalised) {
        this.pooling = pooling;
        this.kept = kept;
        this.normalised = normalised;
    }

    @Override
    public float[] read(FloatBuffer rows, int first, int tokens, int dimensions) {
        float[] vector = new float[kept];
        rows.get(first * dimensions, vector);
        if (pooling == Pooling.MEAN) {
            for (int row = first + 1; row < first + tokens; row++) {
                for (int d = 0; d < kept; d++) {
                    vector[d] += rows.get(row * dimensions + d);
                }
            }
        }
        scale(vector, tokens);
        return vector;
    }

    /** A mean and a sum have the same direction: the sum is divided only where its length matters. */
    private void scale(float[] vector, int tokens) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        if (!(squares > 0) || Double.isInfinite(squares)) {
            throw new RunException(
                    "The model answered with a vector that has no direction (length " + Math.sqrt(squares) + ").");
        }
        float scale = (float) (1 / Math.sqrt(squares));
        if (!normalised) {
            scale = pooling == Pooling.MEAN ? 1f / tokens : 1;
        }
        for (int d = 0; d < vector.length; d++) {
            vector[d] *= scale;
        }
    }
}
