package io.vicinal.relevance.features;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is known of a hit. One that a search does not give (no dense vector in lexical mode) is NaN. */
public enum Feature {
    /** By which it is ranked. */
    SCORE,
    /** How many standard deviations its score is above the mean of the list. */
    Z_SCORE,
    /** The logarithm of its share of the list: softmax of the scores, scaled to [0, 1] in the list, at a temperature of 0.1. */
    LOG_SOFTMAX,
    /** How near it is to the query: the cosine of the centred vectors, which is about 0 for any two texts. */
    CLOSENESS,
    /** The largest closeness of the list. */
    BEST_CLOSENESS,
    /** How unlikely a passage at random would be that near: −ln of the probability. */
    SURPRISE,
    LATE_INTERACTION,
    LATE_INTERACTION_Z_SCORE,
    /** ln(1 + BM25). */
    LEXICAL,
    /** BM25 by the largest of the list. */
    LEXICAL_SHARE,
    SPARSE_SHARE,
    /** ln(1 + words). */
    QUERY_LENGTH,
    /** As that of the score, of the cosine alone. */
    DENSE_LOG_SOFTMAX,
    LATE_INTERACTION_LOG_SOFTMAX,
    LEXICAL_LOG_SOFTMAX;

    /** Of all, in their order. */
    public static final List<String> NAMES =
            Arrays.stream(values()).map(Feature::written).toList();

    static @Nullable Feature named(String name) {
        int at = NAMES.indexOf(name);
        return at < 0 ? null : values()[at];
    }

    /** As it is shown. */
    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }
}
