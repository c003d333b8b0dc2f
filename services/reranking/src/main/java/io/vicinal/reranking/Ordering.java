package io.vicinal.reranking;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.reranking.RerankingApi.Candidates;
import io.vicinal.contracts.reranking.RerankingApi.Order;
import io.vicinal.contracts.reranking.RerankingApi.Ranked;
import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.Explanation.Fused;
import io.vicinal.contracts.search.Fusion;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.SearchMode;
import io.vicinal.reranking.fusion.FusionExplanation;
import io.vicinal.reranking.fusion.ScoreFusion;
import io.vicinal.reranking.fusion.ScoreFusion.Signal;
import io.vicinal.reranking.smoothing.NeighbourSmoothing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The global order: 1. fuse the signals, 2. where asked, smooth each score with those of its neighbours, 3. sort, 4. gather
 * each group (document, or value of a field) under its best passage, 5. cut at top k.
 */
final class Ordering {
    /** Measured on the train split of SciFact, see docs/decisions/0013. */
    static final double DENSE = 0.25;

    static final double LEXICAL = 0.25;
    static final double LATE_INTERACTION = 0.5;
    /** Of each where sparse is the third: what finds candidates keeps its half, in equal parts. */
    static final double OF_THREE = 0.5 / 3;

    static final double SPARSE = 0.25;
    static final int DEFAULT_RANK_CONSTANT = 60;
    private static final Fusion.Weights NONE_GIVEN = new Fusion.Weights(null, null, null);

    static Order order(Candidates request) {
        List<Signals> candidates = request.candidates();
        if (candidates.isEmpty()) {
            return new Order(List.of());
        }
        List<Signal> signals = signals(request);
        double[] fused = fuse(request.fusion(), signals);
        double share = smoothing(request.fusion(), fused);
        NeighbourSmoothing smoothing = signals.size() == 1 || share == 0
                ? null
                : new NeighbourSmoothing(candidates, fused, bestFirst(candidates, fused), share);
        double[] scores = smoothing == null ? fused : smoothing.scores();
        FusionExplanation explanation =
                new FusionExplanation(signals, isByRank(request.fusion()) ? k(request.fusion()) : null);
        IntFunction<Fused> explained = i -> {
            Fused why = explanation.of(i, fused[i]);
            return smoothing == null ? why : why.with(smoothing.explain(i));
        };
        // in order of their best
        Map<Group, List<Integer>> groups = new LinkedHashMap<>();
        Arrays.stream(bestFirst(candidates, scores))
                .forEach(i -> groups.computeIfAbsent(group(request, i), _ -> new ArrayList<>())
                        .add(i));
        int size = Objects.requireNonNullElse(request.groupSize(), 1);
        return new Order(groups.values().stream()
                .limit(request.topK())
                .map(members ->
                        ranked(members, size, scores, Boolean.TRUE.equals(request.explain()) ? explained : null))
                .toList());
    }

    /** Ties are broken by what does not change from one call to the next: the document, then the passage's place. */
    private static int[] bestFirst(List<Signals> candidates, double[] scores) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i])
                        .thenComparing(i -> candidates.get(i).documentId())
                        .thenComparing(Function.identity()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Ranks lie too near to each other to lean on, see docs/decisions/0022. */
    private static double smoothing(@Nullable Fusion fusion, double[] fused) {
        Double given = fusion == null ? null : fusion.smoothing();
        return given != null ? given : isByRank(fusion) ? 0 : NeighbourSmoothing.share(fused);
    }

    private static Ranked ranked(
            List<Integer> members, int size, double[] scores, @Nullable IntFunction<Fused> explained) {
        int best = members.getFirst();
        return new Ranked(
                best, scores[best], further(members, size, scores), explained == null ? null : explained.apply(best));
    }

    /** What a hit stands for: by which of the ways, and which. */
    private record Group(String by, Object key) {}

    private static Group group(Candidates request, int candidate) {
        Signals signals = request.candidates().get(candidate);
        if (request.groupBy().equals(GroupBy.PASSAGE)) {
            return new Group("passage", candidate);
        }
        return request.groupBy().isField() && signals.group() != null
                ? new Group("value", signals.group())
                : new Group("document", signals.documentId());
    }

    private static @Nullable List<Ranked> further(List<Integer> members, int size, double[] scores) {
        return size == 1
                ? null
                : members.stream()
                        .skip(1)
                        .limit(size - 1L)
                        .map(i -> new Ranked(i, scores[i]))
                        .toList();
    }

    private static List<Signal> signals(Candidates request) {
        Fusion fusion = request.fusion();
        Fusion.Weights given = fusion == null ? null : fusion.weights();
        Fusion.Weights weights = given == null ? NONE_GIVEN : given;
        List<Signal> signals = new ArrayList<>();
        SearchMode mode = request.mode();
        boolean three = mode == SearchMode.HYBRID && hasAny(request, Signals::sparse);
        if (mode == SearchMode.HYBRID || mode == SearchMode.DENSE) {
            double weight = or(weights.dense(), three ? OF_THREE : DENSE);
            signals.add(new Signal("dense", column(request, "dense", Signals::dense), weight));
        }
        if (mode == SearchMode.HYBRID || mode == SearchMode.LEXICAL) {
            double weight = or(weights.lexical(), three ? OF_THREE : LEXICAL);
            signals.add(new Signal("lexical", column(request, "lexical", Signals::lexical), weight));
        }
        if (mode == SearchMode.SPARSE) {
            float[] scores = column(request, "sparse", Signals::sparse);
            signals.add(new Signal("sparse", scores, or(weights.sparse(), SPARSE)));
        } else if (three) {
            float[] scores = someOf(request, Signals::sparse);
            signals.add(new Signal("sparse", scores, or(weights.sparse(), OF_THREE)));
        }
        if (hasAny(request, Signals::lateInteraction)) {
            signals.add(new Signal(
                    "late_interaction",
                    someOf(request, Signals::lateInteraction),
                    or(weights.lateInteraction(), LATE_INTERACTION)));
        }
        return signals;
    }

    private static boolean hasAny(Candidates request, Function<Signals, @Nullable Float> signal) {
        return request.candidates().stream().anyMatch(candidate -> signal.apply(candidate) != null);
    }

    private static double[] fuse(@Nullable Fusion fusion, List<Signal> signals) {
        if (signals.size() == 1) {
            return raw(signals.getFirst().scores());
        }
        Signal[] all = signals.toArray(Signal[]::new);
        return isByRank(fusion) ? ScoreFusion.reciprocalRank(k(fusion), all) : ScoreFusion.minMax(all);
    }

    private static boolean isByRank(@Nullable Fusion fusion) {
        return fusion != null && fusion.method() == Fusion.Method.RRF;
    }

    private static int k(@Nullable Fusion fusion) {
        return fusion == null || fusion.k() == null ? DEFAULT_RANK_CONSTANT : fusion.k();
    }

    private static double or(@Nullable Double weight, double otherwise) {
        return weight == null ? otherwise : weight;
    }

    /** NaN where a candidate does not have it: no token vectors, or a node of an earlier release that knows no sparse weights. */
    private static float[] someOf(Candidates request, Function<Signals, @Nullable Float> signal) {
        float[] column = new float[request.candidates().size()];
        for (int i = 0; i < column.length; i++) {
            Float score = signal.apply(request.candidates().get(i));
            column[i] = score == null ? Float.NaN : score;
        }
        return column;
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
