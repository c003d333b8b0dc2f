package io.vicinal.retrieval.lateinteraction;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.apache.lucene.util.VectorUtil;

/** float32, of length 1: the cosine is the dot product. */
final class FloatRows implements Rows {
    private final float[][] query;
    private final float[] row;

    FloatRows(float[][] query) {
        this.query = query;
        this.row = new float[query[0].length];
    }

    @Override
    public void nearest(byte[] bytes, int offset, int count, float[] best) {
        FloatBuffer rows = ByteBuffer.wrap(bytes, offset, count * row.length * Float.BYTES)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        for (int i = 0; i < count; i++) {
            rows.get(row);
            for (int token = 0; token < query.length; token++) {
                best[token] = Math.max(best[token], VectorUtil.dotProduct(query[token], row));
            }
        }
    }
}
