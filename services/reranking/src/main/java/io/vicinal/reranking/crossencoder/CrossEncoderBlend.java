package io.vicinal.reranking.crossencoder;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.reranking.RerankingApi.CrossEncoded;
import io.vicinal.contracts.reranking.RerankingApi.Order;
import io.vicinal.contracts.reranking.RerankingApi.Ranked;
import io.vicinal.contracts.search.Explanation.Blended;
import io.vicinal.contracts.search.Explanation.Fused;
import io.vicinal.reranking.fusion.Scale;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Those that a cross-encoder read are sorted by {@code (1 − weight) × their score before, scaled to [0, 1] over the list, + weight ×
 * its score}. The others follow in their order, as if it had given them 0, and never above the last that it read.
 */
public final class CrossEncoderBlend {

    /** @throws io.vicinal.contracts.error.ProblemException where there are more scores than candidates, or a score or the weight is none */
    public static Order of(CrossEncoded request) {
        List<Ranked> before = request.order().ranked();
        check(request, before.size());
        Scale scale = Scale.of(before.stream().mapToDouble(Ranked::score).toArray());
        List<Ranked> all = new ArrayList<>(); // what is pinned stays in front
        List<Ranked> read = new ArrayList<>();
        List<Ranked> others = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            Double score = i < request.scores().size() ? request.scores().get(i) : null;
            double scaled = scale.of(before.get(i).score());
            boolean isPinned = before.get(i).pinned() != null;
            (isPinned ? all : score == null ? others : read)
                    .add(blended(before.get(i), score, scaled, request.weight()));
        }
        read.sort(Comparator.comparingDouble(Ranked::score).reversed()); // stable: equal ones stay as they were
        double last = read.isEmpty() ? 1 : read.getLast().score();
        all.addAll(read);
        others.forEach(other -> all.add(other.score() > last ? with(other, last) : other));
        return new Order(all);
    }

    private static void check(CrossEncoded request, int candidates) {
        if (request.scores().size() > candidates) {
            throw ProblemType.INVALID_VALUE.exception(
                    "scores", request.scores().size() + " scores are more than the " + candidates + " candidates.");
        }
        if (!isShare(request.weight())) {
            throw ProblemType.INVALID_VALUE.exception("weight", "The weight is from 0 to 1.");
        }
        for (int i = 0; i < request.scores().size(); i++) {
            Double score = request.scores().get(i);
            if (score != null && !isShare(score)) {
                throw ProblemType.INVALID_VALUE.exception(
                        "scores[" + i + "]", "A cross-encoder's score is from 0 to 1, not " + score + ".");
            }
        }
    }

    private static boolean isShare(double value) {
        return value >= 0 && value <= 1;
    }

    private static Ranked blended(Ranked before, @Nullable Double score, double scaled, double weight) {
        double blended = (1 - weight) * scaled + weight * (score == null ? 0 : score);
        Fused why = before.explanation();
        return before.with(blended, why == null ? null : why.with(new Blended(score, scaled, weight, blended)), score);
    }

    private static Ranked with(Ranked ranked, double score) {
        Fused why = ranked.explanation();
        Blended blended = why == null ? null : why.crossEncoder();
        return ranked.with(
                score,
                why == null || blended == null
                        ? why
                        : why.with(new Blended(null, blended.scaled(), blended.weight(), score)),
                null);
    }

    private CrossEncoderBlend() {}
}
