package io.vicinal.reranking;

import io.vicinal.contracts.reranking.RerankingApi.Candidates;
import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.Explanation.Fused;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The scores of those that the query found, over themselves alone, and of those that are there only because they are pinned as if
 * the query had found them too: a pinned document that fits badly widens the scale of nobody's signals but its own.
 */
final class Scores {
    private final int found;
    private final @Nullable Scoring ofFound;
    private final @Nullable Scoring ofAll;
    private final double[] all;

    Scores(Candidates request) {
        List<Signals> candidates = request.candidates();
        found = request.found() == null ? candidates.size() : Math.clamp(request.found(), 0, candidates.size());
        ofFound = found == 0 ? null : Scoring.of(request, candidates.subList(0, found));
        ofAll = found == candidates.size() ? null : Scoring.of(request, candidates);
        all = ofFound == null
                ? scores(ofAll)
                : ofAll == null ? ofFound.scores() : Arrays.copyOf(ofFound.scores(), candidates.size());
        if (ofFound != null && ofAll != null) {
            System.arraycopy(ofAll.scores(), found, all, found, all.length - found);
        }
    }

    private static double[] scores(@Nullable Scoring scoring) {
        return scoring == null ? new double[0] : scoring.scores();
    }

    /** {@code double[candidates]}. */
    double[] all() {
        return all;
    }

    @Nullable
    Fused explain(int candidate) {
        Scoring scoring = of(candidate);
        return scoring == null ? null : scoring.explain(candidate);
    }

    /** Null where it is its score. */
    @Nullable
    Double unboosted(int candidate) {
        Scoring scoring = of(candidate);
        return scoring == null ? null : scoring.unboosted(candidate);
    }

    private @Nullable Scoring of(int candidate) {
        return candidate < found ? ofFound : ofAll;
    }
}
