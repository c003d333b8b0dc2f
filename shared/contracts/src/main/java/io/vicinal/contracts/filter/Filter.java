package io.vicinal.contracts.filter;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.FieldValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a document must be to be found. Each operator maps declared fields, or {@link #ID}, to what is asked of them; all that
 * one filter names must hold: {@code {"eq": {"topic": "food"}, "range": {"year": {"gte": 1400, "lt": 1500}}}}.
 *
 * <p>Of a field with several values, one that fits is enough, for a range one within both its bounds; {@code containsAll}
 * asks each of its values of some value of the field. {@code ne} and {@code not} are what {@code eq} and the filter within
 * are not: no value of the field is the given one. A document without the field fulfils only those two.
 *
 * <p>Dates are instants: {@code 2024-05-01T12:00:00+02:00} equals {@code 2024-05-01T10:00:00Z}. A date without a time is
 * its first moment in UTC where values are compared, as it is in a document, and its whole day in UTC as the bound of a
 * range.
 *
 * @param eq field to the value that it has
 * @param ne field to a value that it has not; holds for documents without the field
 * @param in field to values of which it has one
 * @param range field to bounds; long, double and date
 * @param exists fields that have a value
 * @param prefix keyword field (or {@link #ID}) to how a value begins
 * @param containsAny as {@code in}, the word for fields with several values
 * @param containsAll field to values that it has all of
 * @param and filters that all hold
 * @param or filters of which one holds
 * @param not a filter that does not hold
 */
@JsonInclude(Include.NON_NULL)
public record Filter(
        @Nullable Map<String, @Nullable Object> eq,
        @Nullable Map<String, @Nullable Object> ne,
        @Nullable Map<String, List<@Nullable Object>> in,
        @Nullable Map<String, Range> range,

        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
        List<String> exists,

        @Nullable Map<String, String> prefix,
        @Nullable Map<String, List<@Nullable Object>> containsAny,
        @Nullable Map<String, List<@Nullable Object>> containsAll,
        @Nullable List<Filter> and,
        @Nullable List<Filter> or,
        @Nullable Filter not) {

    /** What filters call a document's id, also where a field of that name is declared. */
    public static final String ID = "id";

    /** Conditions in one filter: a field under an operator is one, each value of {@code containsAll} is one. */
    public static final int MAX_CONDITIONS = 1000;

    /** Values of one field in {@code in} and {@code containsAny}. */
    public static final int MAX_VALUES = 10_000;

    /** Filters within filters; the outermost is the first. */
    public static final int MAX_DEPTH = 16;

    /** Bounds of a number or date; at least one is there. */
    @JsonInclude(Include.NON_NULL)
    public record Range(
            @Nullable Object gt,
            @Nullable Object gte,
            @Nullable Object lt,
            @Nullable Object lte) {

        /** Whether all bounds that there are fit the type. */
        public boolean fits(FieldType type) {
            return Stream.of(gt, gte, lt, lte).filter(Objects::nonNull).allMatch(bound -> FieldValue.fits(type, bound));
        }
    }

    /** Every named field has (among its values) the given one. */
    public static Filter eq(Map<String, @Nullable Object> values) {
        return new Filter(values, null, null, null, null, null, null, null, null, null, null);
    }

    /** Every named field has a value within its bounds. */
    public static Filter range(Map<String, Range> bounds) {
        return new Filter(null, null, null, bounds, null, null, null, null, null, null, null);
    }
}
