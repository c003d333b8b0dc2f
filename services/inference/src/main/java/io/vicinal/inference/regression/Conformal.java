package io.vicinal.inference.regression;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * How far off numbers are, in units of how much their neighbours disagree, by leave-one-out: normalised conformal prediction
 * (Papadopoulos, Vovk and Gammerman, JAIR 40, 2011), with the residuals of the jackknife.
 *
 * @param least what is added to each spread, so that neighbours that agree by chance promise no certainty
 * @param errors {@code double[]}, ascending
 * @param examples how many errors there were, of which {@code errors} are as many quantiles as are kept
 */
public record Conformal(double least, double[] errors, int examples) {
    private static final int KEPT = 1_000;

    /** Of the mean error. */
    private static final double LEAST = 0.3;

    static Conformal of(double[] residuals, double[] spreads) {
        double mean = Arrays.stream(residuals).map(Math::abs).average().orElse(0);
        double least = LEAST * mean + Double.MIN_NORMAL;
        double[] errors = new double[residuals.length];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = Math.abs(residuals[i]) / (spreads[i] + least);
        }
        Arrays.sort(errors);
        double[] kept = new double[Math.min(KEPT, errors.length)];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = errors[(int) ((i + 1L) * errors.length / kept.length) - 1];
        }
        return new Conformal(least, kept, errors.length);
    }

    /**
     * @param coverage the share of intervals that shall hold the number, below 1
     * @return how far the interval goes to both sides; empty where there are too few examples to promise that
     */
    OptionalDouble reach(double spread, double coverage) {
        double share = (examples + 1) * coverage / Math.max(1, examples);
        int place = (int) Math.ceil(share * errors.length) - 1;
        return place >= errors.length || errors.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(errors[Math.max(0, place)] * (spread + least));
    }
}
