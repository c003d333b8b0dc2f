package io.vicinal.relevance.features;

import io.vicinal.contracts.relevance.RelevanceApi;
import io.vicinal.contracts.relevance.RelevanceApi.Center;
import io.vicinal.contracts.relevance.RelevanceApi.RankedHit;
import io.vicinal.contracts.relevance.RelevanceApi.RankedList;
import io.vicinal.contracts.search.Background.Distribution;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The features of every hit of a list, {@code double[hits][Feature.values().length]}. What is relative to the list is so to its
 * best {@link RelevanceApi#LIST}: how many hits a page shows makes no difference.
 */
public final class ListFeatures {
    /** Of what is scaled to [0, 1]. */
    static final double TEMPERATURE = 0.1;

    static final double CLOSENESS_TEMPERATURE = 0.05;
    static final double LATE_INTERACTION_TEMPERATURE = 1 / 30.0;

    /** So that the odds of a hit that has all of the list are a number. */
    private static final double MOST_SHARE = 1 - 1e-4;

    /** Where closeness is that of near copies. */
    private static final double NEAR_FROM = 0.6;

    /** The share of random passages that score more than the threshold of {@link Distribution}. */
    private static final double TAIL = 0.1;

    /** Of a mean: a deviation of less is the sum's. */
    private static final double ROUNDING = 1e-9;

    private static final List<Feature> SINGLE_SIGNALS =
            List.of(Feature.CLOSENESS_LOG_ODDS, Feature.LATE_INTERACTION_LOG_ODDS, Feature.LEXICAL_LOG_ODDS);

    private final double[][] rows;

    public ListFeatures(RankedList list) {
        List<RankedHit> hits = list.hits();
        rows = new double[hits.size()][Feature.values().length];
        double[] score = hits.stream().mapToDouble(RankedHit::score).toArray();
        put(Feature.SCORE, score);
        double[] dense = column(hits, RankedHit::dense);
        double[] closeness = closeness(dense, list.center(), list.background());
        put(Feature.CLOSENESS, closeness);
        put(
                Feature.NEARNESS,
                Arrays.stream(closeness).map(c -> Math.max(0, c - NEAR_FROM)).toArray());
        put(
                Feature.BEST_CLOSENESS,
                all(
                        hits.size(),
                        Arrays.stream(closeness)
                                .filter(c -> !Double.isNaN(c))
                                .max()
                                .orElse(Double.NaN)));
        double[] place = place(score, closeness);
        put(Feature.Z_SCORE, zScores(place, missing(closeness)));
        put(Feature.LOG_ODDS, logOdds(place, TEMPERATURE, missing(closeness)));
        put(Feature.SURPRISE, surprise(dense, list.background()));
        double[] late = column(hits, RankedHit::lateInteraction);
        put(Feature.LATE_INTERACTION, late);
        put(Feature.LATE_INTERACTION_Z_SCORE, zScores(late, 0));
        double[] lexical = column(hits, RankedHit::lexical);
        put(Feature.LEXICAL, Arrays.stream(lexical).map(Math::log1p).toArray());
        put(Feature.LEXICAL_SHARE, shares(lexical));
        put(Feature.SPARSE_SHARE, shares(column(hits, RankedHit::sparse)));
        put(Feature.CLOSENESS_LOG_ODDS, logOdds(closeness, CLOSENESS_TEMPERATURE, missing(closeness)));
        put(Feature.LATE_INTERACTION_LOG_ODDS, logOdds(late, LATE_INTERACTION_TEMPERATURE, 0));
        put(Feature.LEXICAL_LOG_ODDS, logOdds(scaled(lexical), TEMPERATURE, 0));
        put(Feature.LEAST_LOG_ODDS, leastLogOdds());
        put(Feature.QUERY_LENGTH, all(hits.size(), Math.log1p(list.queryWords())));
    }

    private ListFeatures(double[][] rows) {
        this.rows = rows;
    }

    /**
     * As {@link #values} gave them.
     *
     * @param names of the columns; one that is not known here is passed over, and what is missing is NaN
     */
    public static ListFeatures of(List<String> names, float[] values) {
        Feature[] known = names.stream().map(Feature::named).toArray(Feature[]::new);
        double[][] rows = new double[values.length / known.length][Feature.values().length];
        for (int hit = 0; hit < rows.length; hit++) {
            Arrays.fill(rows[hit], Double.NaN);
            for (int column = 0; column < known.length; column++) {
                Feature feature = known[column];
                if (feature != null) {
                    rows[hit][feature.ordinal()] = values[hit * known.length + column];
                }
            }
        }
        return new ListFeatures(rows);
    }

    /** {@code float[atMost × features]} of the best, hit by hit, in the order of {@link Feature#NAMES}. */
    public float[] values(int atMost) {
        int width = Feature.values().length;
        float[] values = new float[Math.min(atMost, rows.length) * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) rows[i / width][i % width];
        }
        return values;
    }

    public int hits() {
        return rows.length;
    }

    public double of(int hit, Feature feature) {
        return rows[hit][feature.ordinal()];
    }

    private void put(Feature feature, double[] column) {
        for (int i = 0; i < column.length; i++) {
            rows[i][feature.ordinal()] = column[i];
        }
    }

    private static double[] column(List<RankedHit> hits, Function<RankedHit, @Nullable Float> score) {
        return hits.stream()
                .mapToDouble(hit -> {
                    Float value = score.apply(hit);
                    return value == null ? Double.NaN : value;
                })
                .toArray();
    }

    private static double[] all(int hits, double value) {
        double[] column = new double[hits];
        Arrays.fill(column, value);
        return column;
    }

    /**
     * Scores from 1, the best, to 0, the worst of the list. A short list says little of what its worst is worth: the fewer hits,
     * the more it is closeness that counts, where 0 is a passage at random, and such passages fill the list up.
     */
    private static double[] place(double[] scores, double[] closeness) {
        double[] scaled = scaled(scores);
        double best =
                Arrays.stream(closeness).filter(c -> !Double.isNaN(c)).max().orElse(0);
        double missing = missing(closeness) / (double) RelevanceApi.LIST;
        double[] place = new double[scores.length];
        for (int i = 0; i < place.length; i++) {
            double near = best > 0 ? Math.max(0, closeness[i] / best) : 0;
            place[i] = missing == 0 || Double.isNaN(near) ? scaled[i] : (1 - missing) * scaled[i] + missing * near;
        }
        return place;
    }

    /** From 1, the most of the list, to 0, the least; 1 where all are equal. */
    private static double[] scaled(double[] values) {
        double[] known = known(values);
        double max = Arrays.stream(known).max().orElse(0);
        double range = max - Arrays.stream(known).min().orElse(0);
        return Arrays.stream(values)
                .map(v -> range > 0 ? 1 - (max - v) / range : 1 + zero(v))
                .toArray();
    }

    /** Passages at random that fill up a list; none where it is not known how near any hit is. */
    private static int missing(double[] closeness) {
        return Arrays.stream(closeness).allMatch(Double::isNaN) ? 0 : Math.max(0, RelevanceApi.LIST - closeness.length);
    }

    /**
     * Of the list's best that have one; 0 where all are equal.
     *
     * @param zeros that count as if they were in the list
     */
    private static double[] zScores(double[] values, int zeros) {
        double[] known = known(values);
        int count = known.length + zeros;
        double mean = count == 0 ? 0 : Arrays.stream(known).sum() / count;
        double squares = Arrays.stream(known).map(v -> v * v).sum();
        double deviation = count == 0 ? 0 : Math.sqrt(Math.max(0, squares / count - mean * mean));
        return Arrays.stream(values)
                .map(v -> deviation <= ROUNDING * Math.abs(mean) ? zero(v) : (v - mean) / deviation)
                .toArray();
    }

    /** NaN stays NaN. */
    private static double zero(double value) {
        return 0 * value;
    }

    /**
     * Of each value's share of the list, by softmax; even where it is alone and nothing is to be told from its share.
     *
     * @param zeros that count as if they were in the list
     */
    private static double[] logOdds(double[] values, double temperature, int zeros) {
        double[] known = known(values);
        double max = Arrays.stream(known).max().orElse(0);
        double sum =
                Arrays.stream(known).map(v -> Math.exp((v - max) / temperature)).sum()
                        + zeros * Math.exp(-max / temperature);
        if (known.length + zeros == 1) {
            return Arrays.stream(values).map(ListFeatures::zero).toArray();
        }
        return Arrays.stream(values)
                .map(v -> {
                    double log = (v - max) / temperature - Math.log(sum);
                    return log - Math.log1p(-Math.min(Math.exp(log), MOST_SHARE));
                })
                .toArray();
    }

    private double[] leastLogOdds() {
        return Arrays.stream(rows)
                .mapToDouble(row -> SINGLE_SIGNALS.stream()
                        .mapToDouble(signal -> row[signal.ordinal()])
                        .filter(odds -> !Double.isNaN(odds))
                        .min()
                        .orElse(Double.NaN))
                .toArray();
    }

    private static double[] known(double[] values) {
        return Arrays.stream(values)
                .limit(RelevanceApi.LIST)
                .filter(v -> !Double.isNaN(v))
                .toArray();
    }

    /**
     * Centred at the mean of the model's vectors, each passage taken to be as near to it as all are on average; where nothing
     * is known of the model, 0 is the cosine of a passage at random instead.
     */
    private static double[] closeness(double[] cosines, @Nullable Center center, @Nullable Distribution background) {
        double origin = center != null ? center.queryDotMean() : background != null ? background.mean() : Double.NaN;
        double scale = center != null
                ? Math.sqrt((1 - 2 * center.queryDotMean() + center.meanSquare()) * (1 - center.meanSquare()))
                : 1 - origin;
        return Arrays.stream(cosines)
                .map(cosine -> scale > 0 ? Math.clamp((cosine - origin) / scale, -1, 1) : Double.NaN)
                .toArray();
    }

    private static double[] surprise(double[] cosines, @Nullable Distribution background) {
        if (background == null || background.tailScale() == 0) {
            return all(cosines.length, Double.NaN);
        }
        return Arrays.stream(cosines)
                .map(cosine ->
                        Math.max(0, cosine - background.tailThreshold()) / background.tailScale() - Math.log(TAIL))
                .toArray();
    }

    private static double[] shares(double[] values) {
        double max = Arrays.stream(known(values)).max().orElse(0);
        return Arrays.stream(values).map(v -> max <= 0 ? zero(v) : v / max).toArray();
    }
}
