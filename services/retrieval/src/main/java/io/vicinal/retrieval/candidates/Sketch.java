package io.vicinal.retrieval.candidates;

import org.jspecify.annotations.Nullable;

/**
 * A byte a dimension of a vector less the mean of its collection's, the largest component being ±127: cosines of two sketches are
 * those of the centred vectors to within a few thousandths.
 */
final class Sketch {
    private static final int MOST = 127;

    /**
     * @param center {@code float[dimensions]}; null subtracts nothing
     * @return {@code byte[dimensions]}; all 0 where there is no direction
     */
    static byte[] of(float[] vector, float @Nullable [] center) {
        float largest = 0;
        for (int d = 0; d < vector.length; d++) {
            largest = Math.max(largest, Math.abs(centred(vector, center, d)));
        }
        byte[] sketch = new byte[vector.length];
        float scale = largest == 0 ? 0 : MOST / largest;
        for (int d = 0; d < vector.length; d++) {
            sketch[d] = (byte) Math.round(centred(vector, center, d) * scale);
        }
        return sketch;
    }

    private static float centred(float[] vector, float @Nullable [] center, int d) {
        return vector[d] - (center == null ? 0 : center[d]);
    }

    private Sketch() {}
}
