package io.vicinal.inference.abstention;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How often answers are wrong, by how many are given: those with the most confidence first, over held-out predictions. A
 * threshold for a wanted risk is the one with the most answers whose risk is below it on new data too, but for a doubt of
 * one in ten (Geifman and El-Yaniv, <i>Selective Classification for Deep Neural Networks</i>, NIPS 2017, with the bound
 * shared among all points).
 *
 * @param points the fewest answers first; none where nothing was held out
 */
public record RiskCoverage(List<Point> points) {
    /** That the risk of a threshold turns out above what was wanted. */
    public static final double DOUBT = 0.1;

    private static final int POINTS = 50;

    /**
     * @param threshold the least confidence of what is answered
     * @param answered how many
     * @param errors of them
     * @param coverage the share of all that is answered
     * @param risk the share of the answered that is wrong
     * @param riskBound what the risk is at most, with the doubt of {@link #DOUBT} for all points together
     */
    public record Point(double threshold, int answered, int errors, double coverage, double risk, double riskBound) {}

    public static RiskCoverage of(double[] confidences, boolean[] right) {
        int n = confidences.length;
        Integer[] order = IntStream.range(0, n).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (a, b) -> Double.compare(confidences[b], confidences[a]));
        List<Point> points = new ArrayList<>();
        int errors = 0;
        int step = 1;
        for (int i = 0; i < n; i++) {
            errors += right[order[i]] ? 0 : 1;
            boolean last = i + 1 == n;
            boolean tied = !last && confidences[order[i]] == confidences[order[i + 1]];
            if ((i + 1 >= (long) n * step / POINTS && !tied) || last) {
                double bound = RiskBound.upper(errors, i + 1, DOUBT / POINTS);
                points.add(new Point(confidences[order[i]], i + 1, errors, (i + 1.0) / n, errors / (i + 1.0), bound));
                while ((long) n * step / POINTS <= i + 1 && step <= POINTS) {
                    step++;
                }
            }
        }
        return new RiskCoverage(points);
    }

    /**
     * @param risk the share of answers that may be wrong, above 0
     * @return the least confidence to answer with; empty where the held-out predictions are too few or too often wrong to
     *     promise it
     */
    public OptionalDouble threshold(double risk) {
        return points.stream()
                .filter(point -> point.riskBound() <= risk)
                .mapToDouble(Point::threshold)
                .min();
    }
}
