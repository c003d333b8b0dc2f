package io.vicinal.inference.classifier;

import io.vicinal.inference.calibration.Temperature;
import io.vicinal.inference.matrix.Matrix;
import io.vicinal.inference.mixture.MixtureChoice;
import io.vicinal.inference.report.HeldOut;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What held-out matrices predict. */
final class Predictions {

    static HeldOut likeliest(MixtureChoice.Chosen mixed, int[] truth) {
        int[][] own = new int[truth.length][];
        int[][] predicted = new int[truth.length][];
        double[] confidences = new double[truth.length];
        for (int row = 0; row < truth.length; row++) {
            double[] p = new double[mixed.logs().columns()];
            for (int c = 0; c < p.length; c++) {
                p[c] = mixed.logs().values()[row * p.length + c];
            }
            Temperature.apply(p, mixed.temperature());
            int first = IntStream.range(0, p.length)
                    .reduce((a, b) -> p[b] > p[a] ? b : a)
                    .orElseThrow();
            own[row] = new int[] {truth[row]};
            predicted[row] = new int[] {first};
            confidences[row] = p[first];
        }
        return new HeldOut(own, predicted, confidences);
    }

    static HeldOut above(Matrix shares, double[] thresholds, int[][] truth) {
        int[][] predicted = new int[truth.length][];
        for (int row = 0; row < truth.length; row++) {
            int at = row * shares.columns();
            predicted[row] = IntStream.range(0, thresholds.length)
                    .filter(c -> shares.values()[at + c] >= thresholds[c])
                    .toArray();
        }
        return new HeldOut(truth, predicted, new double[0]);
    }

    /** Of the largest in each row; null where there are no rows. */
    static @Nullable Double accuracy(Matrix scores, int[] truth) {
        int right = 0;
        for (int row = 0; row < truth.length; row++) {
            float[] own = Arrays.copyOfRange(scores.values(), row * scores.columns(), (row + 1) * scores.columns());
            int first = IntStream.range(0, own.length)
                    .reduce((a, b) -> own[b] > own[a] ? b : a)
                    .orElseThrow();
            right += first == truth[row] ? 1 : 0;
        }
        return truth.length == 0 ? null : (double) right / truth.length;
    }

    private Predictions() {}
}
