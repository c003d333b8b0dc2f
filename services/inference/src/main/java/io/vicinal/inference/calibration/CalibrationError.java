package io.vicinal.inference.calibration;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** By how much confidence and accuracy differ (Naeini, Cooper and Hauskrecht, AAAI 2015). */
public final class CalibrationError {
    public static final int BINS = 15;

    /**
     * Predictions of like confidence.
     *
     * @param from its least confidence; bins are of equal width
     * @param confidence mean; null where it has no predictions
     * @param accuracy null where it has no predictions
     */
    public record Bin(
            double from,
            int predictions,
            @Nullable Double confidence,
            @Nullable Double accuracy) {}

    /** {@link #BINS} of them. */
    public static List<Bin> bins(double[] confidences, boolean[] right) {
        int[] counts = new int[BINS];
        double[] sums = new double[BINS];
        int[] rights = new int[BINS];
        for (int i = 0; i < confidences.length; i++) {
            int bin = Math.min(BINS - 1, (int) (confidences[i] * BINS));
            counts[bin]++;
            sums[bin] += confidences[i];
            rights[bin] += right[i] ? 1 : 0;
        }
        List<Bin> bins = new ArrayList<>();
        for (int b = 0; b < BINS; b++) {
            boolean any = counts[b] > 0;
            bins.add(new Bin(
                    (double) b / BINS,
                    counts[b],
                    any ? sums[b] / counts[b] : null,
                    any ? (double) rights[b] / counts[b] : null));
        }
        return bins;
    }

    /** The mean difference over predictions; 0 where there are none. */
    public static double expected(List<Bin> bins) {
        double sum = 0;
        int count = 0;
        for (Bin bin : bins) {
            if (bin.confidence() != null && bin.accuracy() != null) {
                sum += bin.predictions() * Math.abs(bin.confidence() - bin.accuracy());
                count += bin.predictions();
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    private CalibrationError() {}
}
