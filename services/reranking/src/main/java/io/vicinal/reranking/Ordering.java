package io.vicinal.reranking;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.reranking.RerankingApi.Candidates;
import io.vicinal.contracts.reranking.RerankingApi.Order;
import io.vicinal.contracts.reranking.RerankingApi.Ranked;
import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.Fusion;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.reranking.fusion.ScoreFusion;
import io.vicinal.reranking.fusion.ScoreFusion.Signal;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The global order: 1. fuse the signals, 2. sort, 3. keep each document's best passage, 4. cut at top k. */
final class Ordering {
    static final double DEFAULT_WEIGHT = 0.5;
    static final int DEFAULT_RANK_CONSTANT = 60;

    static Order order(Candidates request) {
        List<Signals> candidates = request.candidates();
        if (candidates.isEmpty()) {
            return new Order(List.of());
        }
        double[] scores = fuse(request);
        // Ties are broken by what does not change from one call to the next: the document, then the passage's place.
        Comparator<Integer> best = Comparator.comparingDouble((Integer i) -> scores[i])
                .reversed()
                .thenComparing(i -> candidates.get(i).documentId())
                .thenComparing(Function.identity());
        Set<String> seen = new HashSet<>();
        List<Ranked> ranked = IntStream.range(0, candidates.size())
                .boxed()
                .sorted(best)
                .filter(i -> request.groupBy().equals(GroupBy.PASSAGE)
                        || seen.add(candidates.get(i).documentId()))
                .limit(request.topK())
                .map(i -> new Ranked(i, scores[i]))
                .toList();
        return new Order(ranked);
    }

    private static double[] fuse(Candidates request) {
        return switch (request.mode()) {
            case DENSE -> raw(column(request, "dense", Signals::dense));
            case LEXICAL -> raw(column(request, "lexical", Signals::lexical));
            case HYBRID -> {
                Fusion fusion = request.fusion();
                Fusion.Weights weights = fusion == null ? null : fusion.weights();
                Signal dense = new Signal(
                        column(request, "dense", Signals::dense), weightOr(weights == null ? null : weights.dense()));
                Signal lexical = new Signal(
                        column(request, "lexical", Signals::lexical),
                        weightOr(weights == null ? null : weights.lexical()));
                if (fusion != null && fusion.method() == Fusion.Method.RRF) {
                    yield ScoreFusion.reciprocalRank(
                            Objects.requireNonNullElse(fusion.k(), DEFAULT_RANK_CONSTANT), dense, lexical);
                }
                yield ScoreFusion.minMax(dense, lexical);
            }
        };
    }

    private static double weightOr(@Nullable Double weight) {
        return weight == null ? DEFAULT_WEIGHT : weight;
    }

    private static float[] column(Candidates request, String name, Function<Signals, @Nullable Float> signal) {
        float[] column = new float[request.candidates().size()];
        for (int i = 0; i < column.length; i++) {
            Float score = signal.apply(request.candidates().get(i));
            if (score == null) {
                throw ProblemType.MISSING_VALUE.exception(
                        "candidates[" + i + "]." + name,
                        "Mode " + request.mode() + " needs the " + name + " score of every candidate.");
            }
            column[i] = score;
        }
        return column;
    }

    private static double[] raw(float[] scores) {
        return IntStream.range(0, scores.length).mapToDouble(i -> scores[i]).toArray();
    }

    private Ordering() {}
}
