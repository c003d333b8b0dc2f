package io.vicinal.gateway.search;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.filter.Filter.Range;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a filter may ask of a collection's documents. One that breaks a rule is refused with the path of what is at fault. */
public final class FilterRules {
    private final Collection collection;
    private int conditions;

    private FilterRules(Collection collection) {
        this.collection = collection;
    }

    /** @return null where nothing is filtered */
    public static @Nullable Filter check(@Nullable Filter filter, Collection collection) {
        return check(filter, "filter", collection);
    }

    /**
     * @param at where the filter stands in the request
     * @return null where nothing is filtered
     */
    static @Nullable Filter check(@Nullable Filter filter, String at, Collection collection) {
        if (filter == null) {
            return null;
        }
        FilterRules rules = new FilterRules(collection);
        rules.check(at, filter, 1);
        return rules.conditions == 0 ? null : filter;
    }

    private void check(String at, Filter filter, int depth) {
        if (depth > Filter.MAX_DEPTH) {
            throw invalid(at, "Filters are nested at most " + Filter.MAX_DEPTH + " deep, and this one is deeper.");
        }
        values(at + ".eq", filter.eq());
        values(at + ".ne", filter.ne());
        lists(at + ".in", filter.in(), true);
        ranges(at + ".range", filter.range());
        exists(at + ".exists", filter.exists());
        prefixes(at + ".prefix", filter.prefix());
        lists(at + ".contains_any", filter.containsAny(), true);
        lists(at + ".contains_all", filter.containsAll(), false);
        filters(at + ".and", filter.and(), depth);
        filters(at + ".or", filter.or(), depth);
        if (filter.not() != null) {
            nested(at + ".not", filter.not(), depth);
        }
    }

    private void values(String at, @Nullable Map<String, @Nullable Object> asked) {
        if (asked != null) {
            asked.forEach((name, value) -> condition(at, name).value(value));
        }
    }

    private void lists(String at, @Nullable Map<String, List<@Nullable Object>> asked, boolean any) {
        if (asked != null) {
            asked.forEach((name, values) -> {
                condition(at, name).values(values);
                if (!any) {
                    count(at + "." + name, values.size() - 1);
                }
            });
        }
    }

    private void ranges(String at, @Nullable Map<String, Range> asked) {
        if (asked != null) {
            asked.forEach((name, range) -> condition(at, name).range(range));
        }
    }

    private void exists(String at, @Nullable List<String> names) {
        if (names == null) {
            return;
        }
        if (names.isEmpty()) {
            throw invalid(at, at + " is empty; it names at least one field.");
        }
        for (int i = 0; i < names.size(); i++) {
            String here = at + "[" + i + "]";
            if (names.get(i) == null) {
                throw ProblemType.WRONG_TYPE.exception(here, here + " must be the name of a field, not null.");
            }
            count(here, 1);
            FilterField.of(here, names.get(i), collection);
        }
    }

    private void prefixes(String at, @Nullable Map<String, String> asked) {
        if (asked != null) {
            asked.forEach((name, prefix) -> condition(at, name).prefix(prefix));
        }
    }

    private void filters(String at, @Nullable List<Filter> filters, int depth) {
        if (filters == null) {
            return;
        }
        if (filters.isEmpty()) {
            throw invalid(at, at + " is empty; it holds at least one filter.");
        }
        for (int i = 0; i < filters.size(); i++) {
            nested(at + "[" + i + "]", filters.get(i), depth);
        }
    }

    private void nested(String at, @Nullable Filter filter, int depth) {
        if (filter == null) {
            throw ProblemType.WRONG_TYPE.exception(at, at + " must be a filter, not null.");
        }
        int before = conditions;
        check(at, filter, depth + 1);
        if (conditions == before) {
            throw invalid(at, at + " asks for nothing; leave it out or give it an operator and a field.");
        }
    }

    private FilterField condition(String at, String name) {
        String here = at + "." + name;
        count(here, 1);
        return FilterField.of(here, name, collection);
    }

    private void count(String at, int more) {
        conditions += more;
        if (conditions > Filter.MAX_CONDITIONS) {
            throw invalid(
                    at,
                    "A filter has at most " + Filter.MAX_CONDITIONS
                            + " conditions, each value of contains_all being one; for many values of one field use in.");
        }
    }

    private static ProblemException invalid(String field, String detail) {
        return ProblemType.INVALID_VALUE.exception(field, detail);
    }
}
