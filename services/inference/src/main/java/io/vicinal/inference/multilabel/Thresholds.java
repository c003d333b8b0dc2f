package io.vicinal.inference.multilabel;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * From which share of votes on a document has a label, chosen for each label by the F1 of leave-one-out. A label with too few
 * documents has the threshold that is best for all together, as its own best would be chance.
 */
public final class Thresholds {
    /** Documents that a label must have for a threshold of its own. */
    static final int ENOUGH = 10;

    /** Where nothing tells. */
    public static final double DEFAULT = 0.5;

    /**
     * @param shares {@code float[documents × labels]}: of votes, without the document itself
     * @param truth {@code int[documents][]}: its labels
     * @return {@code double[labels]}
     */
    public static double[] choose(float[] shares, int[][] truth, int labels) {
        boolean[] has = new boolean[truth.length * labels];
        for (int document = 0; document < truth.length; document++) {
            for (int label : truth[document]) {
                has[document * labels + label] = true;
            }
        }
        double common = best(IntStream.range(0, has.length).toArray(), shares, has);
        double[] thresholds = new double[labels];
        for (int label = 0; label < labels; label++) {
            int first = label;
            int[] own = IntStream.range(0, truth.length)
                    .map(document -> document * labels + first)
                    .toArray();
            long having = Arrays.stream(own).filter(i -> has[i]).count();
            thresholds[label] = having < ENOUGH ? common : best(own, shares, has);
        }
        return thresholds;
    }

    /** Halfway between the last share that is taken and the first that is not, where F1 is highest. */
    private static double best(int[] cells, float[] shares, boolean[] has) {
        Integer[] order = Arrays.stream(cells).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (a, b) -> Float.compare(shares[b], shares[a]));
        long having = Arrays.stream(cells).filter(i -> has[i]).count();
        double best = 0;
        double threshold = DEFAULT;
        int right = 0;
        for (int i = 0; i < order.length; i++) {
            right += has[order[i]] ? 1 : 0;
            float share = shares[order[i]];
            float next = i + 1 < order.length ? shares[order[i + 1]] : 0;
            double f1 = 2.0 * right / (i + 1 + having);
            if (next < share && f1 > best) {
                best = f1;
                threshold = (share + next) / 2.0;
            }
        }
        return threshold;
    }

    private Thresholds() {}
}
