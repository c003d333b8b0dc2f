package io.vicinal.gateway.search;

import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.search.Like;
import io.vicinal.contracts.search.SearchMode;
import io.vicinal.contracts.search.SearchRequest;
import io.vicinal.kafka.document.DocumentRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a search by examples may ask for. */
final class LikeRules {

    static @Nullable Like check(SearchRequest request) {
        Like like = request.like();
        if (like == null) {
            return null;
        }
        if (request.query() != null || request.vector() != null || request.vectors() != null) {
            throw invalid("like", "like takes the place of query, vector and vectors; send one of them.");
        }
        if (request.mode() != null && request.mode() != SearchMode.DENSE) {
            throw invalid("mode", "Examples are compared by their vectors: with like, mode can only be dense.");
        }
        if (like.positive().isEmpty()) {
            throw ProblemType.MISSING_VALUE.exception(
                    "like.positive", "like needs the id of at least one document to be near to.");
        }
        int ids = like.positive().size() + like.negative().size();
        if (ids > Like.MAX_IDS) {
            throw invalid(
                    "like", "like takes at most " + Like.MAX_IDS + " ids, positive and negative, not " + ids + ".");
        }
        ids("like.positive", like.positive());
        ids("like.negative", like.negative());
        return like;
    }

    /** Refuses what no document can be called. */
    static void ids(String field, List<String> ids) {
        for (int i = 0; i < ids.size(); i++) {
            Optional<Problem> problem = DocumentRules.checkId(ids.get(i));
            if (problem.isPresent()) {
                throw ProblemType.INVALID_VALUE.exception(
                        field + "[" + i + "]",
                        "This is no id of a document: " + problem.get().detail());
            }
        }
    }

    /** The filter, and none of the examples themselves. */
    static @Nullable Filter without(@Nullable Like like, @Nullable Filter filter) {
        return like == null
                ? filter
                : without(
                        Stream.concat(like.positive().stream(), like.negative().stream())
                                .toList(),
                        filter);
    }

    /** The filter, and none of these documents. */
    static @Nullable Filter without(List<String> documents, @Nullable Filter filter) {
        if (documents.isEmpty()) {
            return filter;
        }
        List<@Nullable Object> ids =
                documents.stream().<@Nullable Object>map(id -> id).distinct().toList();
        Filter others =
                not(new Filter(null, null, Map.of(Filter.ID, ids), null, null, null, null, null, null, null, null));
        return filter == null ? others : and(filter, others);
    }

    private static Filter not(Filter filter) {
        return new Filter(null, null, null, null, null, null, null, null, null, null, filter);
    }

    /** Beside what the filter asks and not around it, since that may be as deep as filters are allowed to be. */
    private static Filter and(Filter filter, Filter too) {
        List<Filter> all = new ArrayList<>(filter.and() == null ? List.of() : filter.and());
        all.add(too);
        return new Filter(
                filter.eq(),
                filter.ne(),
                filter.in(),
                filter.range(),
                filter.exists(),
                filter.prefix(),
                filter.containsAny(),
                filter.containsAll(),
                all,
                filter.or(),
                filter.not());
    }

    private static ProblemException invalid(String field, String detail) {
        return ProblemType.INVALID_VALUE.exception(field, detail);
    }

    private LikeRules() {}
}
