package io.vicinal.reranking.fusion;

import io.vicinal.contracts.search.Explanation.Fused;
import io.vicinal.contracts.search.Explanation.Share;
import io.vicinal.reranking.fusion.ScoreFusion.Signal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one candidate came to its fused score, by the same sums as {@link ScoreFusion}. */
public final class FusionExplanation {
    private final List<Signal> signals;
    private final @Nullable Integer k;

    /** @param k the constant of reciprocal rank fusion, or null for weighted min-max */
    public FusionExplanation(List<Signal> signals, @Nullable Integer k) {
        this.signals = signals;
        this.k = k;
    }

    public Fused of(int candidate, double score) {
        List<Signal> its = signals.stream()
                .filter(signal -> !Float.isNaN(signal.scores()[candidate]))
                .toList();
        if (signals.size() == 1) {
            float raw = signals.getFirst().scores()[candidate];
            Share all = new Share(signals.getFirst().name(), raw, null, null, null, raw, 1, raw);
            return new Fused("single", null, List.of(all), score);
        }
        double weights = its.stream().mapToDouble(Signal::weight).sum();
        List<Share> shares = new ArrayList<>(its.size());
        for (Signal signal : its) {
            double weight = weights == 0 ? 0 : signal.weight() / weights;
            shares.add(k == null ? minMax(signal, candidate, weight) : byRank(signal, candidate, weight, k));
        }
        return new Fused(k == null ? "min_max" : "rrf", k, shares, score);
    }

    private static Share minMax(Signal signal, int candidate, double weight) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float score : signal.scores()) {
            if (!Float.isNaN(score)) {
                min = Math.min(min, score);
                max = Math.max(max, score);
            }
        }
        float raw = signal.scores()[candidate];
        double scaled = ScoreFusion.scaled(raw, min, max);
        return new Share(signal.name(), raw, min, max, null, scaled, weight, scaled * weight);
    }

    private static Share byRank(Signal signal, int candidate, double weight, int k) {
        float raw = signal.scores()[candidate];
        int rank = 1;
        for (float score : signal.scores()) {
            rank += score > raw ? 1 : 0;
        }
        double scaled = ScoreFusion.reciprocal(raw, rank, k);
        return new Share(signal.name(), raw, null, null, rank, scaled, weight, scaled * weight);
    }
}
