package io.vicinal.contracts.inference;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.filter.Filter;
import org.jspecify.annotations.Nullable;

/**
 * A text for whose prompt examples are wanted.
 *
 * @param text not blank
 * @param labelField a keyword or boolean field that examples must have a value of; null for any documents
 * @param k how many at most, 1 to {@link #MAX_K}; null is {@link #DEFAULT_K}
 * @param maxTokens over all examples, 1 to {@link #MAX_TOKENS}; null is {@link #DEFAULT_TOKENS}
 * @param filter which documents may be examples; null for all
 * @param diversity from 0, the nearest whatever they repeat, to 1, as unlike each other as can be; null is
 *     {@link #DEFAULT_DIVERSITY}
 * @param balance whether labels take turns; null for yes where there is a {@code labelField}
 */
@JsonInclude(Include.NON_NULL)
public record ExamplesRequest(
        @Nullable String text,
        @Nullable String labelField,
        @Nullable Integer k,
        @Nullable Integer maxTokens,
        @Nullable Filter filter,
        @Nullable Double diversity,
        @Nullable Boolean balance) {
    public static final int DEFAULT_K = 8;
    public static final int MAX_K = 100;
    public static final int DEFAULT_TOKENS = 2000;
    public static final int MAX_TOKENS = 100_000;
    public static final double DEFAULT_DIVERSITY = 0.3;
}
