package io.vicinal.embedding.compress;

import io.vicinal.contracts.embedding.PassageTokens;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.lucene.util.VectorUtil;

/** Token vectors back from their bytes, as near as they come. */
final class Decoded {

    /** @param mean what was subtracted before signs were taken */
    static float[][] rows(PassageTokens tokens, float[] mean) {
        ByteBuffer bytes = ByteBuffer.wrap(tokens.data()).order(ByteOrder.LITTLE_ENDIAN);
        int rowBytes = tokens.format().rowBytes(tokens.dimensions());
        float[][] rows = new float[tokens.count()][tokens.dimensions()];
        for (int row = 0; row < rows.length; row++) {
            int at = row * rowBytes;
            for (int d = 0; d < tokens.dimensions(); d++) {
                rows[row][d] = switch (tokens.format()) {
                    case FLOAT32 -> bytes.getFloat(at + Float.BYTES * d);
                    case INT8 -> bytes.get(at + d);
                    case BINARY -> mean[d] + ((bytes.get(at + d / 8) >> (d % 8) & 1) == 1 ? 1 : -1) * step(mean);
                };
            }
            float length = (float) Math.sqrt(VectorUtil.dotProduct(rows[row], rows[row]));
            for (int d = 0; d < tokens.dimensions(); d++) {
                rows[row][d] /= length;
            }
        }
        return rows;
    }

    /** What is left of a vector of length 1 without the mean, spread over all dimensions. */
    private static float step(float[] mean) {
        double squares = 0;
        for (float x : mean) {
            squares += x * x;
        }
        return (float) Math.sqrt((1 - squares) / mean.length);
    }

    private Decoded() {}
}
