package io.vicinal.inference.calibration;

import io.vicinal.inference.matrix.Matrix;
import java.util.stream.IntStream;

/**
 * One number that makes a distribution sharper or flatter, {@code p^(1/temperature)}, without changing which label is first
 * (Guo et al., <i>On Calibration of Modern Neural Networks</i>, ICML 2017).
 */
public final class Temperature {
    private static final double LEAST = 0.1;
    private static final double MOST = 10;
    private static final int ROUNDS = 40;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    /** Of a normal prior on the logarithm: two dozen predictions that are all right do not make certain. */
    private static final double PRECISION = 4;

    /**
     * @param temperature 1 where there are no predictions
     * @param loss mean of {@code −ln p(truth)} with it; 0 where there are none
     */
    public record Fitted(double temperature, double loss) {}

    /**
     * The most likely one, given held-out predictions. Where the truth was impossible, no temperature mends it: it does not
     * count.
     *
     * @param logs {@code [predictions × labels]}: logarithms of probabilities, or what differs from them by the same in a row
     * @param truth {@code int[predictions]}
     */
    public static Fitted fit(Matrix logs, int[] truth) {
        double low = Math.log(LEAST);
        double high = Math.log(MOST);
        double left = high - GOLDEN * (high - low);
        double right = low + GOLDEN * (high - low);
        double lossLeft = loss(logs, truth, left);
        double lossRight = loss(logs, truth, right);
        for (int round = 0; round < ROUNDS && high - low > 1e-4; round++) {
            if (lossLeft <= lossRight) {
                high = right;
                right = left;
                lossRight = lossLeft;
                left = high - GOLDEN * (high - low);
                lossLeft = loss(logs, truth, left);
            } else {
                low = left;
                left = right;
                lossLeft = lossRight;
                right = low + GOLDEN * (high - low);
                lossRight = loss(logs, truth, right);
            }
        }
        double middle = (low + high) / 2;
        long counted = IntStream.range(0, truth.length)
                .filter(row -> Float.isFinite(logs.values()[row * logs.columns() + truth[row]]))
                .count();
        double loss = loss(logs, truth, middle) - PRECISION / 2 * middle * middle;
        return new Fitted(Math.exp(middle), loss / Math.max(1, counted));
    }

    private static double loss(Matrix logs, int[] truth, double logTemperature) {
        double sharpness = Math.exp(-logTemperature);
        double loss = PRECISION / 2 * logTemperature * logTemperature;
        float[] values = logs.values();
        for (int row = 0; row < truth.length; row++) {
            int at = row * logs.columns();
            if (!Float.isFinite(values[at + truth[row]])) {
                continue;
            }
            double most = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < logs.columns(); c++) {
                most = Math.max(most, values[at + c]);
            }
            double sum = 0;
            for (int c = 0; c < logs.columns(); c++) {
                sum += Math.exp((values[at + c] - most) * sharpness);
            }
            loss += Math.log(sum) - (values[at + truth[row]] - most) * sharpness;
        }
        return loss;
    }

    /** Makes probabilities of logarithms, in place. */
    public static void apply(double[] logs, double temperature) {
        double most = Double.NEGATIVE_INFINITY;
        for (double log : logs) {
            most = Math.max(most, log);
        }
        double sum = 0;
        for (int c = 0; c < logs.length; c++) {
            logs[c] = Math.exp((logs[c] - most) / temperature);
            sum += logs[c];
        }
        for (int c = 0; c < logs.length; c++) {
            logs[c] /= sum;
        }
    }

    private Temperature() {}
}
