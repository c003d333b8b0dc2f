package io.vicinal.contracts.search;

import org.jspecify.annotations.Nullable;

/**
 * Hits are chosen one after another, each by {@code lambda × score − (1 − lambda) × similarity} to the most similar of those
 * before it (maximal marginal relevance: Carbonell and Goldstein, SIGIR 1998).
 *
 * @param lambda from 0, each as unlike those before as can be, to 1, by score alone; required
 */
public record Diversity(@Nullable Double lambda) {
    /** The best that are chosen among; the rest follows by score. */
    public static final int CANDIDATES = 500;
}
