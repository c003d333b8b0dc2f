package io.vicinal.relevance.learn;

import java.time.Duration;

/**
 * What learning may hold, and how often it looks for enough that is new.
 *
 * @param queriesBytes of queries without feedback
 * @param examplesBytes of queries with feedback, over all collections
 * @param examplesPerCollection queries with feedback, of one collection
 */
public record LearningSettings(Duration interval, long queriesBytes, long examplesBytes, int examplesPerCollection) {
    private static final long PENDING_BYTES = 8L << 20;

    ViewLimits limits() {
        return new ViewLimits(queriesBytes, PENDING_BYTES, examplesBytes, examplesPerCollection);
    }
}
