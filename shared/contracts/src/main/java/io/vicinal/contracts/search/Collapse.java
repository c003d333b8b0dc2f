package io.vicinal.contracts.search;

/**
 * A hit that is as similar to a better one is folded into it.
 *
 * @param similarity cosine of the centred dense vectors, estimated from their signs, above which two are the same; more than
 *     0, at most 1. One with the same signs is folded whatever it is
 */
public record Collapse(double similarity) {
    /** The best hits that are compared with each other. */
    public static final int COMPARED = 2000;
}
