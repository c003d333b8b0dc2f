package io.vicinal.contracts.inference;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.filter.Filter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Texts whose number is to be told by a collection's examples.
 *
 * @param texts 1 to {@link ClassifyRequest#MAX_TEXTS}
 * @param valueField a long, double or date field; of several values of a document the mean counts
 * @param coverage how often the interval is to hold the true value, 0.5 to 0.99; null is {@link #DEFAULT_COVERAGE}
 * @param filter which documents may be neighbours; null for all
 * @param explain true shows every neighbour instead of the first {@link ClassifyRequest#SHOWN}
 */
@JsonInclude(Include.NON_NULL)
public record RegressRequest(
        @Nullable List<String> texts,
        @Nullable String valueField,
        @Nullable Double coverage,
        @Nullable Filter filter,
        @Nullable Boolean explain) {
    public static final double DEFAULT_COVERAGE = 0.9;
    public static final double LEAST_COVERAGE = 0.5;
    public static final double MOST_COVERAGE = 0.99;
}
