package io.vicinal.onnx.encode;

import io.vicinal.onnx.session.OutputReader;
import io.vicinal.onnx.session.RunException;
import java.nio.FloatBuffer;

/** The vectors of a text's own tokens. */
final class TokenReader implements OutputReader<TokenVectors> {
    private final int leading;
    private final int trailing;

    /**
     * @param leading how many special tokens the text begins with
     * @param trailing how many it ends with
     */
    TokenReader(int leading, int trailing) {
        this.leading = leading;
        this.trailing = trailing;
    }

    @Override
    public TokenVectors read(FloatBuffer rows, int first, int tokens, int dimensions) {
        int count = Math.max(0, tokens - leading - trailing);
        float[] values = new float[count * dimensions];
        rows.get((first + leading) * dimensions, values);
        for (int row = 0; row < count; row++) {
            scale(values, row * dimensions, dimensions);
        }
        return new TokenVectors(count, dimensions, values);
    }

    private static void scale(float[] values, int from, int dimensions) {
        double squares = 0;
        for (int d = from; d < from + dimensions; d++) {
            squares += (double) values[d] * values[d];
        }
        if (!(squares > 0) || Double.isInfinite(squares)) {
            throw new RunException("The model answered with a token vector that has no direction.");
        }
        float scale = (float) (1 / Math.sqrt(squares));
        for (int d = from; d < from + dimensions; d++) {
            values[d] *= scale;
        }
    }
}
