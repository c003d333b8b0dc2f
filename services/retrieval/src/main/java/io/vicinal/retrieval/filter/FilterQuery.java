package io.vicinal.retrieval.filter;

import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.filter.Filter;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/**
 * A filter as a Lucene query. Fields and id are on every member of a block, so it matches a document together with all of
 * its passages or not at all, also where it is a negation; whoever uses it asks for passages or for documents besides.
 */
public final class FilterQuery {
    /** Leaves of the largest query that is built here: up to three a condition of a filter, and a query's terms. */
    public static final int MAX_CLAUSES = 8192;

    static {
        leaveRoomFor(0);
    }

    /** Raises Lucene's bound, 1,024 in all, for a query of so many leaves under the largest filter. It is one for all. */
    public static synchronized void leaveRoomFor(int leaves) {
        IndexSearcher.setMaxClauseCount(Math.max(IndexSearcher.getMaxClauseCount(), leaves + MAX_CLAUSES));
    }

    private final Map<String, FieldType> declared;
    private int conditions;

    private FilterQuery(Map<String, FieldType> declared) {
        this.declared = declared;
    }

    /**
     * @return the query, or null where the filter lets everything through
     * @throws io.vicinal.contracts.error.ProblemException for an undeclared field, a value that does not fit its type, and
     *     a filter over its limits
     */
    public static @Nullable Query of(@Nullable Filter filter, Map<String, FieldType> declared) {
        if (filter == null) {
            return null;
        }
        Query query = new FilterQuery(declared).all(filter, 1);
        return query instanceof MatchAllDocsQuery ? null : query;
    }

    private Query all(Filter filter, int depth) {
        if (depth > Filter.MAX_DEPTH) {
            throw ProblemType.INVALID_VALUE.exception(
                    "filter", "filters are nested at most " + Filter.MAX_DEPTH + " deep");
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        each(filter.eq(), FilterField::equalTo, Occur.FILTER, all);
        each(filter.ne(), FilterField::equalTo, Occur.MUST_NOT, all);
        each(filter.in(), FilterField::oneOf, Occur.FILTER, all);
        each(filter.range(), FilterField::within, Occur.FILTER, all);
        each(filter.prefix(), FilterField::beginningWith, Occur.FILTER, all);
        each(filter.containsAny(), FilterField::oneOf, Occur.FILTER, all);
        each(filter.containsAll(), this::everyOne, Occur.FILTER, all);
        for (String name : orNone(filter.exists())) {
            all.add(counted(name).exists(), Occur.FILTER);
        }
        for (Filter each : orNone(filter.and())) {
            all.add(all(each, depth + 1), Occur.FILTER);
        }
        if (filter.or() != null) {
            all.add(any(filter.or(), depth + 1), Occur.FILTER);
        }
        if (filter.not() != null) {
            all.add(all(filter.not(), depth + 1), Occur.MUST_NOT);
        }
        return complete(all.build());
    }

    private Query any(List<Filter> filters, int depth) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (Filter each : filters) {
            any.add(all(each, depth), Occur.SHOULD);
        }
        return filters.isEmpty() ? MatchNoDocsQuery.INSTANCE : any.build();
    }

    /** What only excludes would match nothing: it excludes from everything. */
    private static Query complete(BooleanQuery query) {
        if (query.clauses().isEmpty()) {
            return MatchAllDocsQuery.INSTANCE;
        }
        if (query.clauses().stream().anyMatch(BooleanClause::isRequired)) {
            return query;
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder().add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
        query.clauses().forEach(all::add);
        return all.build();
    }

    private Query everyOne(FilterField field, List<@Nullable Object> values) {
        count(values.size() - 1);
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        values.forEach(value -> all.add(field.equalTo(value), Occur.FILTER));
        return complete(all.build());
    }

    private <V extends @Nullable Object> void each(
            @Nullable Map<String, V> asked,
            BiFunction<FilterField, V, Query> query,
            Occur occur,
            BooleanQuery.Builder all) {
        if (asked != null) {
            asked.forEach((name, value) -> all.add(query.apply(counted(name), value), occur));
        }
    }

    private FilterField counted(String name) {
        count(1);
        return name.equals(Filter.ID) ? DocumentId.INSTANCE : DeclaredField.of(name, declared);
    }

    private void count(int more) {
        conditions += more;
        if (conditions > Filter.MAX_CONDITIONS) {
            throw ProblemType.INVALID_VALUE.exception(
                    "filter", "a filter has at most " + Filter.MAX_CONDITIONS + " conditions");
        }
    }

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
