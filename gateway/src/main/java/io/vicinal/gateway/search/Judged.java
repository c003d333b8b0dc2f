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
 * @param warning why it is not judged, in a sentence
 */
record Judged(
        List<Chosen> relevant,
        List<Chosen> below,
        @Nullable Double threshold,
        @Nullable String warning) {

    static Judged notAsked(List<Chosen> all) {
        return new Judged(all, List.of(), null, null);
    }

    static Judged failed(List<Chosen> all, String warning) {
        return new Judged(all, List.of(), null, warning);
    }

    boolean isJudged() {
        return threshold != null;
    }
}
