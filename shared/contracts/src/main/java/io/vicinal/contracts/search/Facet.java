package io.vicinal.contracts.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Documents counted by a field, in the way that its {@link FacetRequest} asked for.
 *
 * @param values those with the most documents, most first
 * @param other documents of all further values, summed
 * @param ranges in the order asked
 * @param intervals those with documents, earliest first
 * @param missing documents without the field
 * @param approximate true where there were more values than a shard tells of, null where all counts are exact
 */
@JsonInclude(Include.NON_NULL)
public record Facet(
        @Nullable List<Value> values,
        @Nullable Long other,
        @Nullable List<Range> ranges,
        @Nullable List<Interval> intervals,
        long missing,
        @Nullable Boolean approximate) {

    /** @param value as documents write it; a date as an instant in UTC */
    public record Value(Object value, long count) {}

    @JsonInclude(Include.NON_NULL)
    public record Range(@Nullable Object from, @Nullable Object to, long count) {}

    /** @param from the first day */
    public record Interval(String from, long count) {}
}
