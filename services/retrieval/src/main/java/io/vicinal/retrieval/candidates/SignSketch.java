package io.vicinal.retrieval.candidates;

import org.jspecify.annotations.Nullable;

/**
 * A bit a dimension of a vector less the mean of its collection's (Charikar, <i>Similarity estimation techniques from rounding
 * algorithms</i>, STOC 2002, with the axes for directions): how near two candidates are to each other, in 48 bytes of 384
 * dimensions.
 */
final class SignSketch {

    /**
     * @param center null subtracts nothing
     * @return bit {@code d % 8} of byte {@code d / 8} is set where positive
     */
    static byte[] of(float[] vector, float @Nullable [] center) {
        byte[] sketch = new byte[(vector.length + 7) / 8];
        for (int d = 0; d < vector.length; d++) {
            // the sign bit of the difference instead of a branch, which would be foretold wrongly half of the time
            int positive = Float.floatToRawIntBits((center == null ? 0 : center[d]) - vector[d]) >>> 31;
            sketch[d / 8] |= (byte) (positive << (d % 8));
        }
        return sketch;
    }

    private SignSketch() {}
}
