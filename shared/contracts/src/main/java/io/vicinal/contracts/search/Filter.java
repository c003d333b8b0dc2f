package io.vicinal.contracts.search;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a document must be to be found. Each operator maps declared fields (or {@code id}) to what is asked of them; all that
 * one filter names must hold: {@code {"eq": {"topic": "food"}, "range": {"year": {"gte": 1400, "lt": 1500}}}}. Of a field
 * with several values, one that fits is enough.
 *
 * @param eq field to the value that it has
 * @param ne field to a value that it has not; holds for documents without the field
 * @param in field to values of which it has one
 * @param range field to bounds; numbers and dates
 * @param exists fields that have a value
 * @param prefix keyword field (or {@code id}) to how a value begins
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

    /** Bounds of a number or date; at least one is there. */
    @JsonInclude(Include.NON_NULL)
    public record Range(
            @Nullable Object gt,
            @Nullable Object gte,
            @Nullable Object lt,
            @Nullable Object lte) {}

    /** Every named field has (among its values) the given one. */
    public static Filter eq(Map<String, @Nullable Object> values) {
        return new Filter(values, null, null, null, null, null, null, null, null, null, null);
    }
}
