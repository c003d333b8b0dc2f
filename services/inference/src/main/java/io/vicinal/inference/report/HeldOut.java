package io.vicinal.inference.report;

import java.util.Arrays;

/**
 * What was predicted of documents by what had not seen them.
 *
 * @param truth {@code int[documents][]}: labels, ascending
 * @param predicted the same
 * @param confidences {@code double[documents]}: of the predicted label; empty where documents have several
 */
public record HeldOut(int[][] truth, int[][] predicted, double[] confidences) {

    /** {@code boolean[documents]}: whether the labels are exactly these. */
    public boolean[] right() {
        boolean[] right = new boolean[truth.length];
        for (int i = 0; i < right.length; i++) {
            right[i] = Arrays.equals(truth[i], predicted[i]);
        }
        return right;
    }
}
