package io.vicinal.contracts.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.json.PackedVector;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * A page of the examples of a shard: its documents that have a value of a field.
 *
 * @param field declared as anything but text
 * @param filter what they must be besides; null lets all through
 * @param share of them that is wanted, above 0 to 1: the same documents every time, chosen by their ids
 * @param pointInTime of the page before, which goes on in the same searcher; null for the first. One that has gone is a
 *     {@code ProblemException} of type {@code cursor-expired}
 * @param after {@link ShardExamples#last} of the page before; null for the first
 * @param withText whether the text of each one's first passage is wanted too; null for no
 * @param count the most on the page, 1 to {@link #MAX_COUNT}
 */
@JsonInclude(Include.NON_NULL)
public record ExampleQuery(
        ShardId shard,
        String field,
        @Nullable Filter filter,
        double share,
        @Nullable Long pointInTime,
        @Nullable Integer after,
        @Nullable Boolean withText,
        int count) {
    public static final int MAX_COUNT = 5000;

    /**
     * @param last where the next page begins; null where there is none
     */
    @JsonInclude(Include.NON_NULL)
    public record ShardExamples(
            long pointInTime,
            List<Example> examples,
            @Nullable Integer last) {}

    /**
     * @param text null where it was not asked for
     * @param vector {@code float[dimensions]}: the mean of the document's passages
     * @param values of the field: strings of a keyword, {@code "true"} or {@code "false"}, numbers, or milliseconds since 1970
     */
    @JsonInclude(Include.NON_NULL)
    public record Example(
            String documentId,
            @Nullable String text,

            @JsonSerialize(using = PackedVector.Writer.class) @JsonDeserialize(using = PackedVector.Reader.class)
            float[] vector,

            List<Object> values) {}
}
