package io.vicinal.reranking.fusion;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.Explanation.Fused;
import io.vicinal.contracts.search.Fusion;
import io.vicinal.contracts.search.SearchMode;
import io.vicinal.reranking.fusion.ScoreFusion.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The signals of all candidates that the mode names, one score each; a signal alone is the score as it is. */
public final class FusedSignals {
    /** In mode sparse, where it is what finds candidates. */
    private static final Fusion.Weights SPARSE = new Fusion.Weights(null, null, 0.5, 0.25);

    static final int DEFAULT_RANK_CONSTANT = 60;
    private static final Fusion.Weights NONE_GIVEN = new Fusion.Weights(null, null, null);

    private final SearchMode mode;
    private final List<Signals> candidates;
    private final Fusion.Weights weights;
    private final Fusion.Method method;
    private final int k;
    private final List<Signal> signals = new ArrayList<>();
    private final double[] scores;

    /**
     * @param fusion null takes the default
     * @throws io.vicinal.contracts.error.ProblemException for a candidate without a signal that the mode names
     */
    public FusedSignals(SearchMode mode, @Nullable Fusion fusion, List<Signals> candidates) {
        this.mode = mode;
        this.candidates = candidates;
        this.weights = fusion == null ? NONE_GIVEN : Objects.requireNonNullElse(fusion.weights(), NONE_GIVEN);
        this.method = fusion == null
                ? Fusion.Method.MIN_MAX
                : Objects.requireNonNullElse(fusion.method(), Fusion.Method.MIN_MAX);
        this.k = fusion == null || fusion.k() == null ? DEFAULT_RANK_CONSTANT : fusion.k();
        gather();
        this.scores = fuse();
    }

    /** {@code double[candidates]}. */
    public double[] scores() {
        return scores;
    }

    /** Whether one signal is the score as it is. */
    public boolean isSingle() {
        return signals.size() == 1;
    }

    public Fused explain(int candidate) {
        return new FusionExplanation(signals, method, k).of(candidate, scores[candidate]);
    }

    private void gather() {
        boolean three = mode == SearchMode.HYBRID && hasAny(Signals::sparse);
        Fusion.Weights byDefault = three ? Fusion.Weights.HYBRID_WITH_SPARSE : Fusion.Weights.HYBRID;
        if (mode == SearchMode.HYBRID || mode == SearchMode.DENSE) {
            add("dense", column("dense", Signals::dense), weight(Fusion.Weights::dense, byDefault));
        }
        if (mode == SearchMode.HYBRID || mode == SearchMode.LEXICAL) {
            add("lexical", column("lexical", Signals::lexical), weight(Fusion.Weights::lexical, byDefault));
        }
        if (mode == SearchMode.SPARSE) {
            add("sparse", column("sparse", Signals::sparse), weight(Fusion.Weights::sparse, SPARSE));
        } else if (three) {
            add("sparse", someOf(Signals::sparse), weight(Fusion.Weights::sparse, byDefault));
        }
        if (hasAny(Signals::lateInteraction)) {
            add(
                    "late_interaction",
                    someOf(Signals::lateInteraction),
                    weight(Fusion.Weights::lateInteraction, byDefault));
        }
    }

    private double[] fuse() {
        if (isSingle()) {
            float[] raw = signals.getFirst().scores();
            return IntStream.range(0, raw.length).mapToDouble(i -> raw[i]).toArray();
        }
        Signal[] all = signals.toArray(Signal[]::new);
        return switch (method) {
            case MIN_MAX -> ScoreFusion.minMax(all);
            case RRF -> ScoreFusion.reciprocalRank(k, all);
            case Z_SCORE -> ScoreFusion.zScore(all);
        };
    }

    private void add(String name, float[] column, double weight) {
        signals.add(new Signal(name, column, weight));
    }

    private boolean hasAny(Function<Signals, @Nullable Float> signal) {
        return candidates.stream().anyMatch(candidate -> signal.apply(candidate) != null);
    }

    private double weight(Function<Fusion.Weights, @Nullable Double> signal, Fusion.Weights byDefault) {
        return Stream.of(weights, byDefault)
                .map(signal)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    /** NaN where a candidate does not have it: no token vectors, or a node of an earlier release that knows no sparse weights. */
    private float[] someOf(Function<Signals, @Nullable Float> signal) {
        float[] column = new float[candidates.size()];
        for (int i = 0; i < column.length; i++) {
            Float score = signal.apply(candidates.get(i));
            column[i] = score == null ? Float.NaN : score;
        }
        return column;
    }

    private float[] column(String name, Function<Signals, @Nullable Float> signal) {
        float[] column = new float[candidates.size()];
        for (int i = 0; i < column.length; i++) {
            Float score = signal.apply(candidates.get(i));
            if (score == null) {
                throw ProblemType.MISSING_VALUE.exception(
                        "candidates[" + i + "]." + name,
                        "Mode " + mode + " needs the " + name + " score of every candidate.");
            }
            column[i] = score;
        }
        return column;
    }
}
