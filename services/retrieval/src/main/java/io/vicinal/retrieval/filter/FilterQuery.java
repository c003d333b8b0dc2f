package io.vicinal.retrieval.filter;

import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.Filter;
import java.util.Map;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/** A filter as a Lucene query over declared fields. */
public final class FilterQuery {
    /** Conditions in one filter; together with a query's terms they stay below {@link #MAX_CLAUSES}. */
    static final int MAX_CONDITIONS = 1000;

    /** Leaves of the largest query that is built here. */
    public static final int MAX_CLAUSES = 4096;

    /**
     * @return the query, or null where the filter lets everything through
     * @throws io.vicinal.contracts.error.ProblemException for an undeclared field or a value that does not fit its type
     */
    public static @Nullable Query of(@Nullable Filter filter, Map<String, FieldType> declared) {
        Map<String, Object> conditions = filter == null ? null : filter.eq();
        if (conditions == null || conditions.isEmpty()) {
            return null;
        }
        if (conditions.size() > MAX_CONDITIONS) {
            throw ProblemType.INVALID_VALUE.exception(
                    "filter",
                    "a filter has at most " + MAX_CONDITIONS + " conditions, and this one " + conditions.size());
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        conditions.forEach(
                (name, value) -> all.add(DeclaredField.of(name, declared).equalTo(value), Occur.FILTER));
        return all.build();
    }

    private FilterQuery() {}
}
