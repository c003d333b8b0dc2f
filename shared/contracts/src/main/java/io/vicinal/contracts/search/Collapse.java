package io.vicinal.contracts.search;

import org.jspecify.annotations.Nullable;

/**
 * A hit that is as similar to a better one is folded into it.
 *
 * @param similarity cosine of the centred dense vectors, estimated from their signs, from which on two are the same; more than
 *     0, at most 1; required. One with the same signs is folded whatever it is
 */
public record Collapse(@Nullable Double similarity) {
    /** The best hits that are compared with each other. */
    public static final int COMPARED = 2000;
}
