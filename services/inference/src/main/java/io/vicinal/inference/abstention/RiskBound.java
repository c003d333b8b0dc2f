package io.vicinal.inference.abstention;

/**
 * The largest true rate of errors that could have shown so few: Chernoff's bound in its form with the Kullback–Leibler
 * divergence, {@code P(rate ≤ errors/n) ≤ exp(−n · kl(errors/n, rate))}, which holds for every n.
 */
final class RiskBound {
    private static final int HALVINGS = 50;

    /** @param doubt the probability that the true rate is above what is returned, at most */
    static double upper(int errors, int n, double doubt) {
        if (n == 0) {
            return 1;
        }
        double rate = (double) errors / n;
        double wanted = Math.log(1 / doubt) / n;
        double low = rate;
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (divergence(rate, middle) < wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static double divergence(double p, double q) {
        double both = p == 0 ? 0 : p * Math.log(p / q);
        return both + (p == 1 ? 0 : (1 - p) * Math.log((1 - p) / (1 - q)));
    }

    private RiskBound() {}
}
