package io.vicinal.gateway.search;

import io.vicinal.gateway.search.Pool.Chosen;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was ordered, parted by relevance.
 *
 * @param relevant enough to be shown, best first
 * @param below what is not, best first
 * @param threshold of relevance; null where the relevance service was not asked or did not answer, and all counts as relevant
 * @param warnings what is to be said of order and relevance, in a sentence each
 */
record Judged(
        List<Chosen> relevant, List<Chosen> below, @Nullable Double threshold, List<String> warnings) {

    /** All counts as relevant. */
    static Judged not(List<Chosen> all, List<String> warnings) {
        return new Judged(all, List.of(), null, warnings);
    }

    boolean isJudged() {
        return threshold != null;
    }
}
