package io.vicinal.retrieval.filter;

import io.vicinal.contracts.filter.Filter.Range;
import java.util.List;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/**
 * What a filter may ask of a field. Every method throws a {@code ProblemException} for a value that does not fit the field
 * and for a question that its type has no answer to.
 */
interface FilterField {

    /** Matches where the value is one of the field's. */
    Query equalTo(@Nullable Object value);

    /** Matches where one of the values is one of the field's. */
    Query oneOf(List<@Nullable Object> values);

    /** Matches where one of the field's values lies within the bounds. */
    Query within(Range range);

    /** Matches where one of the field's values begins so. */
    Query beginningWith(@Nullable String prefix);

    /** Matches where the field has a value. */
    Query exists();
}
