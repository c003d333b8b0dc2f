package io.vicinal.embedding.ingest;

/** Vectors of users' own: only their direction counts. */
final class Directions {

    /** The vector at length 1; computed in double, because users' vectors may be very long or very short. */
    static float[] unit(float[] vector) {
        double largest = 0;
        for (float x : vector) {
            largest = Math.max(largest, Math.abs(x));
        }
        double squares = 0;
        for (float x : vector) {
            squares += (x / largest) * (x / largest);
        }
        double length = largest * Math.sqrt(squares);
        float[] unit = new float[vector.length];
        for (int d = 0; d < vector.length; d++) {
            unit[d] = (float) (vector[d] / length);
        }
        return unit;
    }

    private Directions() {}
}
