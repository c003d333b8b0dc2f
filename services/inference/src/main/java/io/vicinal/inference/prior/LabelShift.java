package io.vicinal.inference.prior;

import java.util.Arrays;
import java.util.List;

/**
 * Probabilities for a stream in which labels are not as frequent as among the examples (Saerens, Latinne and Decaestecker,
 * <i>Adjusting the Outputs of a Classifier to New a Priori Probabilities</i>, Neural Computation 14, 2002).
 */
public final class LabelShift {
    private static final int ROUNDS = 200;
    private static final double ENOUGH = 1e-6;

    /** Of the examples' own shares, in predictions: a label that a batch lacks is not impossible. */
    private static final double PSEUDO = 1;

    /**
     * How frequent labels are in a batch, by expectation maximisation over its predictions.
     *
     * @param predictions {@code double[labels]} each, calibrated for labels as frequent as {@code before}
     * @param before {@code double[labels]}, a distribution, no label 0
     * @return a distribution; {@code before} where there are no predictions
     */
    public static double[] estimate(List<double[]> predictions, double[] before) {
        double[] now = before.clone();
        for (int round = 0; round < ROUNDS; round++) {
            double[] sums = new double[before.length];
            for (double[] prediction : predictions) {
                double[] adjusted = adjust(prediction, before, now);
                for (int c = 0; c < sums.length; c++) {
                    sums[c] += adjusted[c];
                }
            }
            double change = 0;
            for (int c = 0; c < sums.length; c++) {
                double next = (sums[c] + PSEUDO * before[c]) / (predictions.size() + PSEUDO);
                change = Math.max(change, Math.abs(next - now[c]));
                now[c] = next;
            }
            if (change < ENOUGH) {
                break;
            }
        }
        return now;
    }

    /** @return {@code double[labels]}: what the prediction is where labels are as frequent as {@code now} */
    public static double[] adjust(double[] prediction, double[] before, double[] now) {
        double[] adjusted = new double[prediction.length];
        double sum = 0;
        for (int c = 0; c < adjusted.length; c++) {
            adjusted[c] = prediction[c] * now[c] / before[c];
            sum += adjusted[c];
        }
        if (!(sum > 0)) {
            return prediction.clone();
        }
        for (int c = 0; c < adjusted.length; c++) {
            adjusted[c] /= sum;
        }
        return adjusted;
    }

    /** The share of each label, with half an example more each, so that none is impossible. */
    public static double[] shares(int[] supports) {
        double all = Arrays.stream(supports).asDoubleStream().sum() + supports.length / 2.0;
        return Arrays.stream(supports).mapToDouble(n -> (n + 0.5) / all).toArray();
    }

    /** Every label as often as any other. */
    public static double[] balanced(int labels) {
        double[] shares = new double[labels];
        Arrays.fill(shares, 1.0 / labels);
        return shares;
    }

    private LabelShift() {}
}
