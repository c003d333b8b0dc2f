package io.vicinal.relevance.model;

import io.vicinal.relevance.features.Feature;
import io.vicinal.relevance.features.ListFeatures;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a learned model weighs: what tells a hit from the others of its list, and the log odds of its place as the default model
 * has them. Not how near, or how long, all of the list is: whoever judges asks what the collection is about, and what could be
 * learned from that would let lists through that are about something else (docs/decisions/0025).
 *
 * @param name as it is on the log
 */
public record Column(String name, @Nullable Feature feature) {
    public static final List<Column> ALL = List.of(
            of(Feature.SCORE),
            of(Feature.Z_SCORE),
            of(Feature.LOG_SOFTMAX),
            of(Feature.LATE_INTERACTION_Z_SCORE),
            of(Feature.DENSE_LOG_SOFTMAX),
            of(Feature.LATE_INTERACTION_LOG_SOFTMAX),
            of(Feature.LEXICAL_LOG_SOFTMAX),
            of(Feature.LEXICAL_SHARE),
            of(Feature.SPARSE_SHARE),
            new Column("default_place", null));

    private static Column of(Feature feature) {
        return new Column(feature.written(), feature);
    }

    static Optional<Column> named(String name) {
        return ALL.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /** NaN where the hit has none. */
    public double of(ListFeatures features, int hit) {
        return feature == null ? DefaultModel.placeLogit(features, hit) : features.of(hit, feature);
    }
}
