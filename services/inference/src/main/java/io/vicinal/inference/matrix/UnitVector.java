package io.vicinal.inference.matrix;

/** A vector of length 1, so that a cosine is a dot product. */
public final class UnitVector {

    /**
     * @param vector {@code float[dimensions]}
     * @throws IllegalArgumentException where it has no direction: all zero, or not finite
     */
    public static float[] of(float[] vector) {
        double squares = 0;
        for (float component : vector) {
            squares += (double) component * component;
        }
        if (!(squares > 0) || !Double.isFinite(squares)) {
            throw new IllegalArgumentException("a vector without a direction");
        }
        float[] unit = new float[vector.length];
        double scale = 1 / Math.sqrt(squares);
        for (int c = 0; c < unit.length; c++) {
            unit[c] = (float) (vector[c] * scale);
        }
        return unit;
    }

    /** Whether it points anywhere: the mean of passages that cancel each other out does not. */
    public static boolean hasDirection(float[] vector) {
        for (float component : vector) {
            if (component != 0) {
                return true;
            }
        }
        return false;
    }

    private UnitVector() {}
}
