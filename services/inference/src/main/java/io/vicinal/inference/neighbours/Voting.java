package io.vicinal.inference.neighbours;

/**
 * Votes of the nearest examples, each with the weight {@code exp((cos − nearest cos) / temperature)}, and of a base
 * distribution with the weight {@code base}: what one believes who has no examples, uniform or from the labels' descriptions.
 *
 * @param neighbours how many vote, at most
 * @param temperature in cosines, above 0
 * @param base weight of the base distribution, where the nearest example's is 1; above 0
 */
public record Voting(int neighbours, double temperature, double base) {
    /** For collections that are too small to choose: near what leave-one-out chooses on Banking77. */
    public static final Voting DEFAULT = new Voting(20, 0.03, 0.1);

    /** With descriptions, of which one counts like an example. */
    public static final Voting DESCRIBED = new Voting(20, 0.03, 1);

    public Voting {
        if (neighbours < 1 || !(temperature > 0) || !(base > 0)) {
            throw new IllegalArgumentException("neighbours, temperature and base are above 0");
        }
    }

    /**
     * @param similarities nearest first
     * @return {@code double[min(neighbours, similarities)]}, the first 1
     */
    public double[] weights(double[] similarities) {
        double[] weights = new double[Math.min(neighbours, similarities.length)];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.exp((similarities[i] - similarities[0]) / temperature);
        }
        return weights;
    }

    /**
     * @param labels {@code int[similarities][]}: of each neighbour
     * @param believed {@code double[labels]}: the base distribution; for several labels a document, of each by itself
     * @return {@code double[labels]}: of each label the share of votes
     */
    public double[] shares(int[][] labels, double[] similarities, double[] believed) {
        double[] shares = new double[believed.length];
        double all = base;
        for (int c = 0; c < shares.length; c++) {
            shares[c] = base * believed[c];
        }
        double[] weights = weights(similarities);
        for (int i = 0; i < weights.length; i++) {
            all += weights[i];
            for (int label : labels[i]) {
                shares[label] += weights[i];
            }
        }
        for (int c = 0; c < shares.length; c++) {
            shares[c] /= all;
        }
        return shares;
    }
}
