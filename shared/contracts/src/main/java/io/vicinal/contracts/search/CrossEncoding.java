package io.vicinal.contracts.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/**
 * A cross-encoder over the best of a search.
 *
 * @param model one that is loaded
 * @param topN how many of the best it reads, 1 to {@link #MAX_TOP_N}, default {@link #DEFAULT_TOP_N}
 * @param weight of its score, 0 to 1, default {@link #DEFAULT_WEIGHT}; the order before has the rest
 * @param deadlineMs at least 1: after it, those that it has not read keep their place behind; by default what the search's
 *     own deadline leaves
 */
@JsonInclude(Include.NON_NULL)
public record CrossEncoding(
        @Nullable String model,
        @Nullable Integer topN,
        @Nullable Double weight,
        @Nullable Integer deadlineMs) {
    public static final int DEFAULT_TOP_N = 50;
    public static final int MAX_TOP_N = 200;
    public static final double DEFAULT_WEIGHT = 0.5;
}
