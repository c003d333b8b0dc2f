package io.vicinal.inference.regression;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param value null where there is no neighbour
 * @param from the interval's ends, or null where there are too few examples to promise its coverage
 * @param evidence neighbours that count, nearest first
 */
public record Estimate(
        @Nullable Double value,
        @Nullable Double from,
        @Nullable Double to,
        List<NumericEvidence> evidence) {

    /** @param weight share of all */
    public record NumericEvidence(String documentId, double value, double similarity, double weight) {}
}
