package io.vicinal.relevance.learn;

import io.vicinal.contracts.relevance.RelevanceReport.Bin;
import io.vicinal.contracts.relevance.RelevanceReport.Measures;
import io.vicinal.contracts.relevance.RelevanceReport.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How well probabilities tell the labels of rows; rows count by their weights. */
final class Evaluation {
    private static final int BINS = 15;
    private static final double[] THRESHOLDS = {
        0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8,
        0.85, 0.9, 0.95
    };
    private static final double LEAST = 1e-9;

    private final Rows rows;
    private final double[] probabilities;

    /** @param probabilities {@code double[rows]} */
    Evaluation(Rows rows, double[] probabilities) {
        this.rows = rows;
        this.probabilities = probabilities;
    }

    Measures measures() {
        double[] losses = queryLosses();
        double loss = 0;
        double weight = 0;
        int row = 0;
        for (int q = 0; q < losses.length; q++) {
            double of = 0;
            for (; row < rows.ends()[q]; row++) {
                of += rows.weight()[row];
            }
            loss += losses[q] * of;
            weight += of;
        }
        return new Measures(weight == 0 ? 0 : loss / weight, auprc(), ece());
    }

    /** {@code double[queries]}: mean log loss of a hit of each. */
    double[] queryLosses() {
        double[] losses = new double[rows.queries()];
        int row = 0;
        for (int q = 0; q < losses.length; q++) {
            double loss = 0;
            double weight = 0;
            for (; row < rows.ends()[q]; row++) {
                double p = Math.clamp(probabilities[row], LEAST, 1 - LEAST);
                double y = rows.relevant()[row];
                loss -= rows.weight()[row] * (y * Math.log(p) + (1 - y) * Math.log1p(-p));
                weight += rows.weight()[row];
            }
            losses[q] = weight == 0 ? 0 : loss / weight;
        }
        return losses;
    }

    /** Average precision: the mean, over what is relevant, of the precision down to it. */
    private double auprc() {
        double relevant = 0;
        double all = 0;
        double sum = 0;
        for (int row : byProbability()) {
            double gain = rows.weight()[row] * rows.relevant()[row];
            relevant += gain;
            all += rows.weight()[row];
            sum += gain * (relevant / all);
        }
        return relevant == 0 ? 0 : sum / relevant;
    }

    /** The rows, the most probable first. */
    private int[] byProbability() {
        long[] keys = new long[rows.count()];
        for (int row = 0; row < keys.length; row++) {
            long bits = Float.floatToIntBits((float) probabilities[row]);
            keys[row] = bits << 32 | (keys.length - 1 - row);
        }
        Arrays.sort(keys);
        int[] order = new int[keys.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = keys.length - 1 - (int) keys[keys.length - 1 - i];
        }
        return order;
    }

    private double ece() {
        double off = 0;
        double all = 0;
        for (Sums sums : sums()) {
            off += Math.abs(sums.probability - sums.relevant);
            all += sums.weight;
        }
        return all == 0 ? 0 : off / all;
    }

    List<Bin> reliability() {
        Sums[] sums = sums();
        List<Bin> bins = new ArrayList<>();
        for (int b = 0; b < BINS; b++) {
            if (sums[b].weight > 0) {
                bins.add(new Bin(
                        (double) b / BINS,
                        (b + 1.0) / BINS,
                        sums[b].hits,
                        sums[b].probability / sums[b].weight,
                        sums[b].relevant / sums[b].weight));
            }
        }
        return bins;
    }

    private static final class Sums {
        private long hits;
        private double weight;
        private double probability;
        private double relevant;
    }

    private Sums[] sums() {
        Sums[] sums = new Sums[BINS];
        Arrays.setAll(sums, _ -> new Sums());
        for (int row = 0; row < rows.count(); row++) {
            Sums bin = sums[Math.min(BINS - 1, (int) (probabilities[row] * BINS))];
            bin.hits++;
            bin.weight += rows.weight()[row];
            bin.probability += rows.weight()[row] * probabilities[row];
            bin.relevant += (double) rows.weight()[row] * rows.relevant()[row];
        }
        return sums;
    }

    /** What each of some thresholds would show; those that show nothing are left out. */
    List<Point> curve() {
        List<Point> curve = new ArrayList<>();
        for (double threshold : THRESHOLDS) {
            Point point = at(threshold);
            if (point.shown() > 0) {
                curve.add(point);
            }
        }
        return curve;
    }

    /** What a threshold shows. */
    Point at(double threshold) {
        double shown = 0;
        double hit = 0;
        double relevant = 0;
        long count = 0;
        for (int row = 0; row < rows.count(); row++) {
            double gain = rows.weight()[row] * rows.relevant()[row];
            relevant += gain;
            if (probabilities[row] >= threshold) {
                shown += rows.weight()[row];
                hit += gain;
                count++;
            }
        }
        return new Point(
                threshold,
                shown == 0 ? 0 : hit / shown,
                relevant == 0 ? 0 : hit / relevant,
                rows.queries() == 0 ? 0 : (double) count / rows.queries());
    }

    long relevant() {
        long relevant = 0;
        for (float r : rows.relevant()) {
            relevant += r >= 0.5 ? 1 : 0;
        }
        return relevant;
    }
}
