package io.vicinal.relevance.model;

/** Probabilities and their log odds. */
public final class Logit {

    public static double logistic(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }

    private Logit() {}
}
