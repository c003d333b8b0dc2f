package io.vicinal.onnx.encode;

import io.vicinal.onnx.session.RunException;

/** What makes numbers a vector that can be compared: a length that is one, and not nought. */
final class Direction {

    /** @throws RunException where a number is none, or all are nought */
    static double check(float[] values, int from, int to) {
        double squares = 0;
        for (int d = from; d < to; d++) {
            squares += (double) values[d] * values[d];
        }
        if (!(squares > 0) || Double.isInfinite(squares)) {
            throw new RunException(
                    "The model answered with a vector that has no direction (length " + Math.sqrt(squares) + ").");
        }
        return squares;
    }

    /** To the length 1, in place. */
    static void normalise(float[] values, int from, int to) {
        float scale = (float) (1 / Math.sqrt(check(values, from, to)));
        for (int d = from; d < to; d++) {
            values[d] *= scale;
        }
    }

    private Direction() {}
}
