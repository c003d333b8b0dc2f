package io.vicinal.evaluation.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How well a score tells strangers from the known, by every threshold (receiver operating characteristic).
 *
 * @param area under the curve: how likely a stranger's score is above one of the known, a tie counting half (Hanley and
 *     McNeil, Radiology 1982)
 * @param points from none that is taken for a stranger to all; at most some hundred of them
 */
public record Roc(double area, List<Point> points) {
    private static final int POINTS = 100;

    /**
     * @param known share of the known that score as high or higher
     * @param strangers share of the strangers that do
     */
    public record Point(double known, double strangers) {}

    public static Roc of(double[] known, double[] strangers) {
        if (known.length == 0 || strangers.length == 0) {
            throw new IllegalArgumentException("A curve needs both kinds.");
        }
        double[] a = sorted(known);
        double[] b = sorted(strangers);
        List<Point> points = new ArrayList<>();
        points.add(new Point(0, 0));
        double area = 0;
        int i = a.length;
        int j = b.length;
        while (i > 0 || j > 0) {
            double threshold =
                    Math.max(i > 0 ? a[i - 1] : Double.NEGATIVE_INFINITY, j > 0 ? b[j - 1] : Double.NEGATIVE_INFINITY);
            int wasI = i;
            int wasJ = j;
            while (i > 0 && a[i - 1] == threshold) {
                i--;
            }
            while (j > 0 && b[j - 1] == threshold) {
                j--;
            }
            // a trapezium: of what ties at this threshold, half counts
            area += (double) (wasI - i) * ((b.length - wasJ) + (b.length - j)) / 2;
            add(points, new Point((double) (a.length - i) / a.length, (double) (b.length - j) / b.length));
        }
        points.add(new Point(1, 1));
        return new Roc(area / a.length / b.length, points);
    }

    /** Those that would lie on each other in a drawing are left out. */
    private static void add(List<Point> points, Point point) {
        Point last = points.getLast();
        if (point.known() - last.known() + point.strangers() - last.strangers() >= 1.0 / POINTS) {
            points.add(point);
        }
    }

    private static double[] sorted(double[] scores) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        return sorted;
    }
}
