package io.vicinal.onnx.encode;

import io.vicinal.onnx.model.DenseModule;
import io.vicinal.onnx.session.OutputReader;
import java.nio.FloatBuffer;
import java.util.List;

/** The vectors of some of a text's tokens, projected and normalised. Allocates a few arrays a text, none a token. */
final class TokenReader implements OutputReader<TokenVectors> {
    private final int[] positions;
    private final List<DenseModule> projection;
    private final int kept;

    /**
     * @param positions of the tokens that are compared
     * @param kept the length of a vector after the projection
     */
    TokenReader(int[] positions, List<DenseModule> projection, int kept) {
        this.positions = positions;
        this.projection = projection;
        this.kept = kept;
    }

    @Override
    public TokenVectors read(FloatBuffer rows, int first, int count, int dimensions) {
        float[] values = new float[positions.length * kept];
        float[] row = new float[dimensions];
        float[][] steps =
                projection.stream().map(module -> new float[module.out()]).toArray(float[][]::new);
        for (int i = 0; i < positions.length; i++) {
            rows.get((first + positions[i]) * dimensions, row);
            float[] vector = row;
            for (int step = 0; step < steps.length; step++) {
                projection.get(step).apply(vector, steps[step]);
                vector = steps[step];
            }
            System.arraycopy(vector, 0, values, i * kept, kept);
            Direction.normalise(values, i * kept, (i + 1) * kept);
        }
        return new TokenVectors(positions.length, kept, values);
    }
}
