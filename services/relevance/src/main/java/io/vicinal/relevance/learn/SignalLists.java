package io.vicinal.relevance.learn;

import io.vicinal.contracts.search.Fusion;
import io.vicinal.relevance.features.Feature;
import io.vicinal.relevance.features.ListFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The signals of judged hybrid searches, each scaled to [0, 1] in its list as weighted min-max does.
 *
 * @param signals that the searches have, in the order of the columns
 * @param lists with a relevant hit and one that is not
 */
record SignalLists(List<Feature> signals, List<Judged> lists) {
    /** By which fusion can tell hits apart, in the order of {@link #weights(Fusion.Weights)}. */
    private static final List<Feature> ALL =
            List.of(Feature.CLOSENESS, Feature.LEXICAL_SHARE, Feature.LATE_INTERACTION, Feature.SPARSE_SHARE);

    /**
     * The labelled hits of one search.
     *
     * @param scaled {@code double[hits][signals]}
     * @param score what they were ranked by
     * @param relevant how much is said for each, at least 0; the most of a hit is its weight
     */
    record Judged(double[][] scaled, double[] score, double[] relevant) {}

    /** Of the searches that have the signals that most of them have; dense and lexical are among them. */
    static SignalLists of(List<Example> examples) {
        List<Feature> signals = ALL.stream()
                .filter(signal -> 2
                                * examples.stream()
                                        .filter(example -> has(example, signal))
                                        .count()
                        > examples.size())
                .toList();
        if (!signals.containsAll(ALL.subList(0, 2))) {
            return new SignalLists(List.of(), List.of());
        }
        return new SignalLists(
                signals,
                examples.stream()
                        .filter(example -> example.labels().hasBoth()
                                && ALL.stream().allMatch(signal -> has(example, signal) == signals.contains(signal)))
                        .map(example -> judged(example, signals))
                        .toList());
    }

    private static boolean has(Example example, Feature signal) {
        ListFeatures features = example.query().listFeatures();
        for (int hit = 0; hit < features.hits(); hit++) {
            if (!Double.isFinite(features.of(hit, signal))) {
                return false;
            }
        }
        return features.hits() > 0;
    }

    private static Judged judged(Example example, List<Feature> signals) {
        ListFeatures features = example.query().listFeatures();
        double[] min = new double[signals.size()];
        double[] range = new double[signals.size()];
        for (int s = 0; s < min.length; s++) {
            double most = Double.NEGATIVE_INFINITY;
            min[s] = Double.POSITIVE_INFINITY;
            for (int hit = 0; hit < features.hits(); hit++) {
                min[s] = Math.min(min[s], features.of(hit, signals.get(s)));
                most = Math.max(most, features.of(hit, signals.get(s)));
            }
            range[s] = most - min[s];
        }
        List<double[]> scaled = new ArrayList<>();
        double[] score = new double[features.hits()];
        double[] relevant = new double[features.hits()];
        for (int hit = 0; hit < features.hits(); hit++) {
            float weight = example.labels().weight(hit);
            if (weight > 0) {
                double[] row = new double[min.length];
                for (int s = 0; s < row.length; s++) {
                    row[s] = range[s] > 0 ? (features.of(hit, signals.get(s)) - min[s]) / range[s] : 1;
                }
                score[scaled.size()] = features.of(hit, Feature.SCORE);
                relevant[scaled.size()] = (double) weight * example.labels().relevant(hit);
                scaled.add(row);
            }
        }
        return new Judged(
                scaled.toArray(double[][]::new),
                Arrays.copyOf(score, scaled.size()),
                Arrays.copyOf(relevant, scaled.size()));
    }

    /** {@code double[signals]} that sum to 1; null where these are not weights of just these signals. */
    double @Nullable [] columns(Fusion.Weights weights) {
        List<@Nullable Double> all = weights(weights);
        double[] columns = new double[signals.size()];
        for (int s = 0; s < ALL.size(); s++) {
            int column = signals.indexOf(ALL.get(s));
            Double weight = all.get(s);
            if ((weight == null) != (column < 0)) {
                return null;
            }
            if (weight != null) {
                columns[column] = weight;
            }
        }
        return scaledToOne(columns);
    }

    /** What fusion takes for want of others, of these signals alone: {@code double[signals]} that sum to 1. */
    double[] byDefault() {
        List<@Nullable Double> all = weights(
                signals.contains(Feature.SPARSE_SHARE) ? Fusion.Weights.HYBRID_WITH_SPARSE : Fusion.Weights.HYBRID);
        return scaledToOne(signals.stream()
                .mapToDouble(signal -> {
                    Double weight = all.get(ALL.indexOf(signal));
                    return weight == null ? 0 : weight;
                })
                .toArray());
    }

    /** @param columns {@code double[signals]} */
    Fusion.Weights weights(double[] columns) {
        double[] weights = scaledToOne(columns);
        List<@Nullable Double> all = new ArrayList<>();
        for (Feature signal : ALL) {
            int column = signals.indexOf(signal);
            all.add(column < 0 ? null : Double.valueOf(weights[column]));
        }
        return new Fusion.Weights(all.get(0), all.get(1), all.get(2), all.get(3));
    }

    private static List<@Nullable Double> weights(Fusion.Weights weights) {
        return Arrays.asList(weights.dense(), weights.lexical(), weights.lateInteraction(), weights.sparse());
    }

    private static double[] scaledToOne(double[] weights) {
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(w -> w / sum).toArray();
    }
}
