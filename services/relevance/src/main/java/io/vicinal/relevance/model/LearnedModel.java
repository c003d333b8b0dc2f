package io.vicinal.relevance.model;

import io.vicinal.contracts.relevance.RelevanceModel;
import io.vicinal.contracts.relevance.RelevanceModel.Weight;
import io.vicinal.contracts.relevance.Thresholds;
import io.vicinal.relevance.features.Feature;
import io.vicinal.relevance.features.ListFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was learned from judgements, as {@link RelevanceModel} describes it: the default model, and how it is off here. */
public final class LearnedModel implements Model {
    private final int version;
    private final Thresholds thresholds;
    private final double intercept;
    private final Feature[] columns;
    private final double[] mean;
    private final double[] perDeviation;
    private final double[] weight;

    /** @param weights of {@link Feature#WEIGHED}, in their order */
    public LearnedModel(int version, Thresholds thresholds, double intercept, List<Weight> weights) {
        this(version, thresholds, intercept, weights, Feature.WEIGHED);
    }

    private LearnedModel(
            int version, Thresholds thresholds, double intercept, List<Weight> weights, List<Feature> columns) {
        this.version = version;
        this.thresholds = thresholds;
        this.intercept = intercept;
        this.columns = columns.toArray(Feature[]::new);
        mean = weights.stream().mapToDouble(Weight::mean).toArray();
        perDeviation = weights.stream()
                .mapToDouble(w -> w.deviation() > 0 ? 1 / w.deviation() : 0)
                .toArray();
        weight = weights.stream().mapToDouble(Weight::weight).toArray();
    }

    /** Empty where it is of another format, weighs what is not known here, or its numbers are too great to give a probability. */
    public static Optional<LearnedModel> of(RelevanceModel record) {
        if (record.format() != RelevanceModel.FORMAT
                || record.weights() == null
                || !areProbabilities(record.thresholds())) {
            return Optional.empty();
        }
        double most = Math.abs(record.intercept());
        List<Feature> columns = new ArrayList<>();
        for (Weight weight : record.weights()) {
            Feature column = weight == null ? null : Feature.named(String.valueOf(weight.feature()));
            if (column == null || !Double.isFinite(weight.mean()) || !Double.isFinite(weight.deviation())) {
                return Optional.empty();
            }
            columns.add(column);
            most += RelevanceModel.Z_MOST * Math.abs(weight.weight());
        }
        return Double.isFinite(most)
                ? Optional.of(new LearnedModel(
                        record.version(), record.thresholds(), record.intercept(), record.weights(), columns))
                : Optional.empty();
    }

    private static boolean areProbabilities(@Nullable Thresholds thresholds) {
        return thresholds != null
                && isProbability(thresholds.precision())
                && isProbability(thresholds.balanced())
                && isProbability(thresholds.recall());
    }

    private static boolean isProbability(double value) {
        return value >= 0 && value <= 1;
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public Thresholds thresholds() {
        return thresholds;
    }

    @Override
    public double anything(ListFeatures features, int hit) {
        return DefaultModel.INSTANCE.anything(features, hit);
    }

    @Override
    public double place(ListFeatures features, int hit) {
        double logit = DefaultModel.placeLogit(features, hit) + intercept;
        for (int c = 0; c < columns.length; c++) {
            logit += weight[c] * standardised(features.of(hit, columns[c]), mean[c], perDeviation[c]);
        }
        return Logit.logistic(logit);
    }

    /** @param perDeviation 0 for a column that was the same everywhere */
    public static double standardised(double value, double mean, double perDeviation) {
        double z = (value - mean) * perDeviation;
        return Double.isNaN(z) ? 0 : Math.clamp(z, -RelevanceModel.Z_MOST, RelevanceModel.Z_MOST);
    }
}
