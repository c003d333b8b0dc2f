package io.vicinal.reranking.boost;

import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.Boost;
import io.vicinal.contracts.search.Explanation.Boosted;
import io.vicinal.contracts.search.Explanation.FieldBoost;
import io.vicinal.reranking.fusion.Scale;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scores scaled to [0, 1], and what the values of the documents' fields add: {@code scaled + Σ weight × boost}. */
public final class FieldBoosts {
    private final List<Boost> boosts;
    private final List<Signals> candidates;
    private final double[] scaled;
    private final double[] boosted;
    /** {@code [boosts]}. */
    private final List<Worth> worths = new ArrayList<>();

    /** @param now where a recency has no origin of its own */
    public FieldBoosts(List<Boost> boosts, List<Signals> candidates, double[] scores, Instant now) {
        this.boosts = boosts;
        this.candidates = candidates;
        this.scaled = new double[scores.length];
        this.boosted = new double[scores.length];
        for (int b = 0; b < boosts.size(); b++) {
            List<@Nullable Object> column = new ArrayList<>(candidates.size());
            for (Signals candidate : candidates) {
                column.add(value(candidate, b));
            }
            worths.add(Worth.of(boosts.get(b), column, "boosts[" + b + "]", now));
        }
        Scale scale = Scale.of(scores);
        for (int i = 0; i < scores.length; i++) {
            scaled[i] = scale.of(scores[i]);
            boosted[i] = scaled[i];
            for (int b = 0; b < boosts.size(); b++) {
                boosted[i] += contribution(i, b);
            }
        }
    }

    /** {@code double[candidates]}. */
    public double[] scores() {
        return boosted;
    }

    public Boosted explain(int candidate) {
        List<FieldBoost> fields = new ArrayList<>(boosts.size());
        for (int b = 0; b < boosts.size(); b++) {
            Boost boost = boosts.get(b);
            Object value = value(candidates.get(candidate), b);
            fields.add(new FieldBoost(
                    boost.field(),
                    boost.recency() != null && value instanceof Number millis
                            ? Instant.ofEpochMilli(millis.longValue()).toString()
                            : value,
                    value == null ? 0 : worths.get(b).of(value),
                    weight(boost),
                    contribution(candidate, b)));
        }
        return new Boosted(scaled[candidate], fields, boosted[candidate]);
    }

    private double contribution(int candidate, int boost) {
        Object value = value(candidates.get(candidate), boost);
        return value == null ? 0 : weight(boosts.get(boost)) * worths.get(boost).of(value);
    }

    private static double weight(Boost boost) {
        return boost.weight() == null ? 0 : boost.weight();
    }

    /** Null where the document has none, or its shard is on a node of an earlier release that sends none. */
    private static @Nullable Object value(Signals candidate, int boost) {
        List<@Nullable Object> values = candidate.values();
        return values == null || boost >= values.size() ? null : values.get(boost);
    }
}
