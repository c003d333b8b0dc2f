package io.vicinal.relevance.model;

import io.vicinal.contracts.relevance.RelevanceApi;
import io.vicinal.contracts.relevance.Thresholds;
import io.vicinal.relevance.features.Feature;
import io.vicinal.relevance.features.ListFeatures;

/**
 * The probability of relevance without a single judgement: that there is anything relevant in the list, which its nearest hit
 * tells, times that it is this hit, which its place among the others tells and, where it all but repeats the query, its
 * closeness. One setting for all collections; how it was found, and what it reaches, is in docs/decisions/0024.
 */
public final class DefaultModel implements Model {
    public static final DefaultModel INSTANCE = new DefaultModel();

    static final double ANYTHING_SLOPE = 60;
    /** Where texts on other subjects end: of banking questions to abstracts of medicine, 97 in 100 stay below 0.39. */
    static final double ANYTHING_AT = 0.42;

    static final double LOG_ODDS = 0.5;
    static final double Z_SCORE = 0.7;
    static final double NEARNESS = 10;
    static final double INTERCEPT = -2;
    /** Of a hit whose score is no number: as one of many alike. */
    private static final double LEAST_LOG_ODDS = -Math.log(RelevanceApi.LIST - 1);

    public static final Thresholds THRESHOLDS = new Thresholds(0.5, 0.07, 0.02);

    @Override
    public int version() {
        return 0;
    }

    @Override
    public Thresholds thresholds() {
        return THRESHOLDS;
    }

    /** That there is anything relevant in the list; 1 where there is no dense vector to tell by. */
    @Override
    public double anything(ListFeatures features, int hit) {
        double closest = features.of(hit, Feature.BEST_CLOSENESS);
        return Double.isNaN(closest) ? 1 : Logit.logistic(ANYTHING_SLOPE * (closest - ANYTHING_AT));
    }

    @Override
    public double place(ListFeatures features, int hit) {
        return Logit.logistic(placeLogit(features, hit));
    }

    /** That it is this hit, where there is something. */
    public static double placeLogit(ListFeatures features, int hit) {
        return LOG_ODDS * known(features.of(hit, Feature.LOG_ODDS), LEAST_LOG_ODDS)
                + Z_SCORE * known(features.of(hit, Feature.Z_SCORE), 0)
                + NEARNESS * known(features.of(hit, Feature.NEARNESS), 0)
                + INTERCEPT;
    }

    private static double known(double feature, double otherwise) {
        return Double.isNaN(feature) ? otherwise : feature;
    }

    private DefaultModel() {}
}
