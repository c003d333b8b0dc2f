package io.vicinal.gateway.search;

import io.vicinal.contracts.search.SearchResult.Emptiness;
import io.vicinal.contracts.search.SearchResult.Hit;
import io.vicinal.gateway.search.Pool.Chosen;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * @param next the cursor of the page after, or null where there is none
 * @param judged what the hits are a part of
 * @param mostBelow hits to show of those that are not relevant enough
 */
record Page(List<Chosen> hits, @Nullable String next, Judged judged, int mostBelow) {

    /** Of a list that is not judged. */
    Page(List<Chosen> hits, @Nullable String next) {
        this(hits, next, Judged.not(hits, List.of()), 0);
    }

    /** The hits, and after them those below that are shown too. */
    List<Chosen> shown() {
        return Stream.concat(hits.stream(), below().stream()).toList();
    }

    List<Chosen> below() {
        return judged.below().subList(0, Math.min(mostBelow, judged.below().size()));
    }

    /** Whether a hit is one of the page's, and not of those below. */
    boolean isHit(Hit hit) {
        return hit.pinned() != null
                || hit.relevance() == null
                || judged.threshold() == null
                || hit.relevance() >= judged.threshold();
    }

    @Nullable
    Integer filtered() {
        return judged.isJudged() ? judged.below().size() : null;
    }

    /** Null where there are hits, or were on a page before. */
    @Nullable
    Emptiness emptiness(boolean isFirst) {
        if (!hits.isEmpty() || !isFirst) {
            return null;
        }
        return judged.below().isEmpty() ? Emptiness.NOTHING_FOUND : Emptiness.NOTHING_RELEVANT;
    }
}
