package io.vicinal.onnx.encode;

import io.vicinal.onnx.model.DenseModule;
import io.vicinal.onnx.model.Head;
import io.vicinal.onnx.model.Pooling;
import io.vicinal.onnx.session.OutputReader;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** Token vectors to one vector: pooled, through the modules that follow, cut, and scaled. */
final class DenseReader implements OutputReader<float[]> {
    private final Pooling pooling;
    private final List<DenseModule> modules;
    private final int kept;
    private final boolean normalised;

    /**
     * @param kept the first so many dimensions of the vector
     * @param normalised whether what is kept is scaled to the length 1
     */
    DenseReader(Head.Dense head, int kept, boolean normalised) {
        this.pooling = head.pooling();
        this.modules = head.modules();
        this.kept = kept;
        this.normalised = normalised;
    }

    @Override
    public float[] read(FloatBuffer rows, int first, int tokens, int dimensions) {
        // Without modules, what is cut off need not be pooled.
        float[] vector =
                PooledRows.read(pooling, rows, first, tokens, dimensions, modules.isEmpty() ? kept : dimensions);
        for (DenseModule module : modules) {
            vector = module.apply(vector);
        }
        if (vector.length > kept) {
            vector = Arrays.copyOf(vector, kept);
        }
        if (normalised) {
            Direction.normalise(vector, 0, kept);
        } else {
            Direction.check(vector, 0, kept);
        }
        return vector;
    }
}
