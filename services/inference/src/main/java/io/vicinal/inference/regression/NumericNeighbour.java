package io.vicinal.inference.regression;

import org.jspecify.annotations.Nullable;

/**
 * An example near to what is asked.
 *
 * @param similarity cosine
 * @param vector {@code float[dimensions]}, of length 1; needed where the regressor is {@link LocalMethod#LINEAR}
 */
public record NumericNeighbour(String documentId, double value, double similarity, float @Nullable [] vector) {}
