package io.vicinal.contracts.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the documents that a filter lets through are counted by one field: by its values, by ranges, or by intervals of time;
 * one of the three. A document with several values counts once for each value, range or interval that they fall in.
 *
 * @param top that many values with the most documents, 1 to {@link #MAX_TOP}; with no property at all {@link #DEFAULT_TOP}
 * @param ranges of a long, double or date; they may overlap, at most {@link #MAX_RANGES}
 * @param interval of a date, in UTC
 */
@JsonInclude(Include.NON_NULL)
public record FacetRequest(
        @Nullable Integer top,
        @Nullable List<Range> ranges,
        @Nullable Interval interval) {

    public static final int DEFAULT_TOP = 10;
    public static final int MAX_TOP = 1000;
    public static final int MAX_RANGES = 100;
    /** Fields that one search counts by. */
    public static final int MAX_FIELDS = 20;
    /** Values, or intervals, that one shard tells of; with more, counts are a lower bound. */
    public static final int MAX_DISTINCT = 10_000;

    /**
     * @param from inclusive, null for no bound
     * @param to exclusive, null for no bound
     */
    @JsonInclude(Include.NON_NULL)
    public record Range(@Nullable Object from, @Nullable Object to) {}

    public enum Interval {
        @JsonProperty("year")
        YEAR,
        @JsonProperty("month")
        MONTH,
        @JsonProperty("day")
        DAY
    }
}
