package io.vicinal.evaluation.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How often answers are wrong, by the share of texts that is answered, the most confident first (El-Yaniv and Wiener, JMLR
 * 2010).
 *
 * @param area under the curve: the mean risk over all coverages (Geifman, Uziel and El-Yaniv, ICLR 2019)
 * @param points the fewest answers first, at most some hundred of them
 */
public record RiskCoverage(double area, List<Point> points) {
    private static final int POINTS = 100;

    /** @param confidence that the answer is right */
    public record Answer(double confidence, boolean right) {}

    /**
     * @param threshold the least confidence that is answered
     * @param coverage share of all that is answered
     * @param risk share of the answered that is wrong
     */
    public record Point(double threshold, double coverage, double risk) {}

    public static RiskCoverage of(List<Answer> answers) {
        List<Answer> ordered = answers.stream()
                .sorted(Comparator.comparingDouble(Answer::confidence).reversed())
                .toList();
        int n = ordered.size();
        List<Point> points = new ArrayList<>();
        double area = 0;
        int wrong = 0;
        int from = 0;
        int drawn = 0;
        for (int i = 0; i < n; i++) {
            wrong += ordered.get(i).right() ? 0 : 1;
            double confidence = ordered.get(i).confidence();
            // no threshold parts what is equally confident
            if (i + 1 < n && ordered.get(i + 1).confidence() == confidence) {
                continue;
            }
            double risk = (double) wrong / (i + 1);
            area += risk * (i + 1 - from) / n;
            from = i + 1;
            if ((long) (i + 1) * POINTS / n > drawn || i + 1 == n) {
                drawn = (int) ((long) (i + 1) * POINTS / n);
                points.add(new Point(confidence, (double) (i + 1) / n, risk));
            }
        }
        return new RiskCoverage(area, points);
    }
}
