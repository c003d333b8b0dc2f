package io.vicinal.retrieval.lateinteraction;

import org.apache.lucene.util.VectorUtil;

/**
 * A bit a dimension: the row stands for the vector of ±1/√d with these signs, and its cosine with a query token {@code q} is
 * {@code (2 Σ q[set bits] − Σ q) / √d}. The query's components become whole numbers whose bit planes are counted where the
 * row has a bit, four planes at once. A nibble is off by 0.02 of a cosine, which the tokens of a longer query average out at no
 * measured loss; a short one gets two, which are right to about 0.001 (docs/decisions/0013).
 */
final class BitRows implements Rows {
    /** Queries of more tokens are quantised by one nibble. */
    static final int SHORT_QUERY = 8;

    private static final int NIBBLE = 4;

    /** {@code [nibbles, the lowest first][query tokens][4 planes × row bytes]}. */
    private final byte[][][] planes;
    /** A query token's component is {@code least + step × number}. */
    private final float[] least;

    private final float[] step;
    private final float[] sum;
    private final float scale;
    private final byte[] row;

    BitRows(float[][] query) {
        int dimensions = query[0].length;
        row = new byte[(dimensions + 7) / 8];
        planes = new byte[query.length > SHORT_QUERY ? 1 : 2][query.length][NIBBLE * row.length];
        least = new float[query.length];
        step = new float[query.length];
        sum = new float[query.length];
        scale = (float) (1 / Math.sqrt(dimensions));
        for (int token = 0; token < query.length; token++) {
            quantise(query[token], token);
        }
    }

    private void quantise(float[] vector, int token) {
        float from = Float.POSITIVE_INFINITY;
        float to = Float.NEGATIVE_INFINITY;
        double all = 0;
        for (float x : vector) {
            from = Math.min(from, x);
            to = Math.max(to, x);
            all += x;
        }
        int largest = (1 << (NIBBLE * planes.length)) - 1;
        least[token] = from;
        step[token] = Math.max((to - from) / largest, Float.MIN_NORMAL);
        sum[token] = (float) all;
        for (int d = 0; d < vector.length; d++) {
            int number = Math.round((vector[d] - from) / step[token]);
            for (int nibble = 0; nibble < planes.length; nibble++) {
                spread(number >> (NIBBLE * nibble), planes[nibble][token], d);
            }
        }
    }

    /** The number's lower four bits to their planes. */
    private void spread(int number, byte[] to, int d) {
        for (int plane = 0; plane < NIBBLE; plane++) {
            if ((number >> plane & 1) == 1) {
                to[plane * row.length + d / 8] |= (byte) (1 << (d % 8));
            }
        }
    }

    @Override
    public void nearest(byte[] bytes, int offset, int count, float[] best) {
        for (int i = 0; i < count; i++) {
            System.arraycopy(bytes, offset + i * row.length, row, 0, row.length);
            int bits = bits(row);
            for (int token = 0; token < best.length; token++) {
                float set = least[token] * bits + step[token] * numbers(token);
                best[token] = Math.max(best[token], (2 * set - sum[token]) * scale);
            }
        }
    }

    /** The sum of a query token's numbers where the row has a bit. */
    private long numbers(int token) {
        long numbers = 0;
        for (int nibble = 0; nibble < planes.length; nibble++) {
            numbers += VectorUtil.int4BitDotProduct(planes[nibble][token], row) << (NIBBLE * nibble);
        }
        return numbers;
    }

    private static int bits(byte[] row) {
        int bits = 0;
        for (byte octet : row) {
            bits += Integer.bitCount(octet & 0xFF);
        }
        return bits;
    }
}
