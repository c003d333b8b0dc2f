package io.vicinal.contracts.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.filter.Filter;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the documents that match a filter. On the log it stands once in every partition of the documents topic, and
 * deletes what stands before it there; what is written after it stays.
 *
 * @param filter which documents
 * @param all true: every document, without a filter
 */
@JsonInclude(Include.NON_NULL)
public record MatchingDeletion(
        @Nullable Filter filter, @Nullable Boolean all) {
    private static final Filter NO_CONDITION =
            new Filter(null, null, null, null, null, null, null, null, null, null, null);

    /** Whether it names no document at all: neither a condition nor that it means all. */
    public boolean namesNothing() {
        return !everything() && (filter == null || filter.equals(NO_CONDITION));
    }

    public boolean everything() {
        return Boolean.TRUE.equals(all);
    }
}
