package io.vicinal.reranking.collapse;

import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.Collapse;
import io.vicinal.reranking.sketch.Sketches;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hits from the best on: one that is as similar as asked to one that stays is folded into the best such, else it stays. What
 * stays does not depend on how many are wanted, so that a longer list begins with the shorter one. Takes
 * {@code O(wanted × }{@link Collapse#COMPARED}{@code )} comparisons of sketches.
 */
public final class NearDuplicates {

    /**
     * A hit that stays.
     *
     * @param hit its place among the hits
     * @param duplicates candidates of those that are folded into it, best first
     */
    public record Kept(int hit, List<Integer> duplicates) {}

    /**
     * @param hits the candidate that stands for each, best first
     * @param first so many at the beginning stay whatever they are like
     * @param wanted at most so many are kept
     */
    public static List<Kept> fold(List<Signals> candidates, int[] hits, int first, int wanted, double similarity) {
        int compared = Math.min(hits.length, Collapse.COMPARED);
        Sketches sketches = new Sketches(candidates, Arrays.copyOf(hits, compared));
        List<Kept> kept = new ArrayList<>();
        for (int hit = 0; hit < compared; hit++) {
            Kept like = hit < first ? null : like(hit, kept, sketches, similarity);
            if (like != null) {
                like.duplicates.add(hits[hit]);
            } else if (kept.size() < wanted) {
                kept.add(new Kept(hit, new ArrayList<>()));
            }
        }
        for (int hit = compared; hit < hits.length && kept.size() < wanted; hit++) {
            kept.add(new Kept(hit, new ArrayList<>()));
        }
        return kept;
    }

    private static @Nullable Kept like(int hit, List<Kept> kept, Sketches sketches, double similarity) {
        for (Kept better : kept) {
            if (sketches.isWithin(hit, better.hit, similarity)) {
                return better;
            }
        }
        return null;
    }

    private NearDuplicates() {}
}
