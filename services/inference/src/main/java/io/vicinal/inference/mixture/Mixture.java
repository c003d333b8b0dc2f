package io.vicinal.inference.mixture;

/**
 * Interpolates two distributions in log space, {@code votes^(1 − weight) · head^weight}, among the labels that the head knows.
 * The others keep what the votes give them, so that a label that came after training is decided by its examples alone.
 *
 * @param weight of the head, from 0 to 1
 */
public record Mixture(double weight) {

    /** As unlikely as anything is taken to be: a head may give less than a float holds. */
    private static final double LEAST_LOG = -50;

    /**
     * @param shares {@code double[labels]}, none 0, overwritten with the logarithms of the mixture
     * @param known {@code int[rows]}: which labels the head knows
     * @param head {@code double[rows]}: logarithms of the head's probabilities of these
     */
    public void mix(double[] shares, int[] known, double[] head) {
        double mass = 0;
        for (int label : known) {
            mass += shares[label];
        }
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < known.length; i++) {
            double own = Math.max(Math.log(shares[known[i]] / mass), LEAST_LOG);
            head[i] = (1 - weight) * own + weight * Math.max(head[i], LEAST_LOG);
            most = Math.max(most, head[i]);
        }
        double sum = 0;
        for (double log : head) {
            sum += Math.exp(log - most);
        }
        for (int c = 0; c < shares.length; c++) {
            shares[c] = Math.log(shares[c]);
        }
        for (int i = 0; i < known.length; i++) {
            shares[known[i]] = Math.log(mass) + head[i] - most - Math.log(sum);
        }
    }
}
