package io.vicinal.reranking.fusion;

import io.vicinal.contracts.search.Explanation.Fused;
import io.vicinal.contracts.search.Explanation.Share;
import io.vicinal.contracts.search.Fusion;
import io.vicinal.reranking.fusion.ScoreFusion.Signal;
import java.util.ArrayList;
import java.util.List;

/** How one candidate came to its fused score, by the same sums as {@link ScoreFusion}. */
record FusionExplanation(List<Signal> signals, Fusion.Method method, int k) {

    Fused of(int candidate, double score) {
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
            shares.add(
                    switch (method) {
                        case MIN_MAX -> minMax(signal, candidate, weight);
                        case RRF -> byRank(signal, candidate, weight);
                        case Z_SCORE -> zScore(signal, candidate, weight);
                    });
        }
        return switch (method) {
            case MIN_MAX -> new Fused("min_max", null, shares, score);
            case RRF -> new Fused("rrf", k, shares, score);
            case Z_SCORE -> new Fused("z_score", null, shares, score);
        };
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

    private static Share zScore(Signal signal, int candidate, double weight) {
        float raw = signal.scores()[candidate];
        Spread spread = Spread.of(signal.scores());
        double scaled = spread.standardised(raw);
        return new Share(
                signal.name(),
                raw,
                null,
                null,
                null,
                scaled,
                weight,
                scaled * weight,
                spread.mean(),
                spread.deviation());
    }

    private Share byRank(Signal signal, int candidate, double weight) {
        float raw = signal.scores()[candidate];
        int rank = 1;
        for (float score : signal.scores()) {
            rank += score > raw ? 1 : 0;
        }
        double scaled = ScoreFusion.reciprocal(raw, rank, k);
        return new Share(signal.name(), raw, null, null, rank, scaled, weight, scaled * weight);
    }
}
