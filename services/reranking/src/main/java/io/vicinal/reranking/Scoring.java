package io.vicinal.reranking;

import io.vicinal.contracts.reranking.RerankingApi.Candidates;
import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.Boost;
import io.vicinal.contracts.search.Explanation.Fused;
import io.vicinal.contracts.search.Fusion;
import io.vicinal.reranking.boost.FieldBoosts;
import io.vicinal.reranking.fusion.FusedSignals;
import io.vicinal.reranking.smoothing.NeighbourSmoothing;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One score for each candidate. */
final class Scoring {
    private final FusedSignals fused;
    private final @Nullable NeighbourSmoothing smoothing;
    private final @Nullable FieldBoosts boosts;
    private final double[] unboosted;
    private final double[] scores;

    private Scoring(Candidates request, List<Signals> candidates) {
        // 1. Fuse the signals.
        fused = new FusedSignals(request.mode(), request.fusion(), candidates);
        double[] all = fused.scores();

        // 2. Smooth each score with those of its neighbours; one signal alone stands for itself.
        double share = smoothing(request.fusion());
        smoothing = fused.isSingle() || share == 0
                ? null
                : new NeighbourSmoothing(candidates, all, BestFirst.of(candidates, all), share);
        all = smoothing == null ? all : smoothing.scores();

        // 3. Add what fields are worth.
        List<Boost> asked = request.boosts();
        boosts = asked == null || asked.isEmpty() ? null : new FieldBoosts(asked, candidates, all, Instant.now());
        unboosted = all;
        scores = boosts == null ? all : boosts.scores();
    }

    static Scoring of(Candidates request, List<Signals> candidates) {
        return new Scoring(request, candidates);
    }

    /** Ranks lie too near to each other to lean on, see docs/decisions/0022. */
    private static double smoothing(@Nullable Fusion fusion) {
        Double given = fusion == null ? null : fusion.smoothing();
        boolean isByRank = fusion != null && fusion.method() == Fusion.Method.RRF;
        return given != null ? given : isByRank ? 0 : NeighbourSmoothing.DEFAULT_SHARE;
    }

    /** {@code double[candidates]}. */
    double[] scores() {
        return scores;
    }

    /** What fields are worth says nothing of how well it fits; null where nothing was added. */
    @Nullable
    Double unboosted(int candidate) {
        return boosts == null ? null : unboosted[candidate];
    }

    Fused explain(int candidate) {
        Fused why = fused.explain(candidate);
        why = smoothing == null ? why : why.with(smoothing.explain(candidate));
        return boosts == null ? why : why.with(boosts.explain(candidate));
    }
}
