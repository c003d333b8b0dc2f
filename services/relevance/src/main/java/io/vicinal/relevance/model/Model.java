package io.vicinal.relevance.model;

import io.vicinal.contracts.relevance.Thresholds;
import io.vicinal.relevance.features.ListFeatures;

/** The probability that a hit is relevant: that anything in its list is, times that it is this hit. */
public sealed interface Model permits DefaultModel, LearnedModel {
    /** 0 is the default one. */
    int version();

    Thresholds thresholds();

    double anything(ListFeatures features, int hit);

    double place(ListFeatures features, int hit);
}
