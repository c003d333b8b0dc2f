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
    /**
     * The log odds of its share of the list: softmax of the scores, scaled to [0, 1] in the list, at a temperature of 0.1. Of the
     * odds and not of the share, because that is what a probability's are linear in when one hit has nearly all.
     */
    LOG_ODDS,
    /** How near it is to the query: the cosine of the centred vectors, which is about 0 for any two texts. */
    CLOSENESS,
    /** How much of it is beyond 0.6, which only near copies have. */
    NEARNESS,
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
    /** As those of the score, of closeness alone, as it is, at a temperature of 0.05. */
    CLOSENESS_LOG_ODDS,
    /** As those of closeness, at a temperature of 1/30. */
    LATE_INTERACTION_LOG_ODDS,
    /** As those of the score, of BM25 alone. */
    LEXICAL_LOG_ODDS,
    /** The least of the log odds of its single signals: a hit in which all agree is more than one that has much of one. */
    LEAST_LOG_ODDS;

    /**
     * What a learned model weighs: what tells a hit from the others of its list. Not how near, or how long, all of the list is:
     * whoever judges asks what the collection is about, and what could be learned from that would let lists through that are
     * about something else (docs/decisions/0025).
     */
    public static final List<Feature> WEIGHED = List.of(
            SCORE,
            Z_SCORE,
            LOG_ODDS,
            NEARNESS,
            CLOSENESS_LOG_ODDS,
            LATE_INTERACTION_Z_SCORE,
            LATE_INTERACTION_LOG_ODDS,
            LEXICAL_LOG_ODDS,
            LEAST_LOG_ODDS,
            LEXICAL_SHARE,
            SPARSE_SHARE);

    /** Of all, in their order. */
    public static final List<String> NAMES =
            Arrays.stream(values()).map(Feature::written).toList();

    public static @Nullable Feature named(String name) {
        int at = NAMES.indexOf(name);
        return at < 0 ? null : values()[at];
    }

    /** As it is shown. */
    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }
}
