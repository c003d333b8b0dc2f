package io.vicinal.inference.regression;

/** What is fitted to the neighbours. */
public enum LocalMethod {
    /** Their weighted mean. */
    MEAN,
    /** A plane through their weighted mean, flattened by ridge regression. */
    LINEAR
}
