package io.vicinal.reranking;

import io.vicinal.contracts.search.Explanation.Diversified;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group on its way into the list.
 *
 * @param members candidates, the one that stands for it first
 * @param pinned its place among the pinned, from 1; null where it is not
 * @param duplicates candidates that stood for those that are folded into it; null where none were looked for
 * @param diversity what it was chosen by; null where it was not
 */
record Hit(
        List<Integer> members,
        @Nullable Integer pinned,
        @Nullable List<Integer> duplicates,
        @Nullable Diversified diversity) {

    Hit(List<Integer> members) {
        this(members, null, null, null);
    }

    int best() {
        return members.getFirst();
    }

    Hit pinned(List<Integer> itFirst, int place) {
        return new Hit(itFirst, place, duplicates, diversity);
    }

    Hit with(List<Integer> folded) {
        return new Hit(members, pinned, folded, diversity);
    }

    Hit with(@Nullable Diversified chosenBy) {
        return new Hit(members, pinned, duplicates, chosenBy);
    }
}
