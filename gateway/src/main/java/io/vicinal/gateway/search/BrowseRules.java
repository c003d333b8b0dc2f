package io.vicinal.gateway.search;

import static java.util.Objects.requireNonNullElse;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.SearchMode;
import io.vicinal.contracts.search.SearchRequest;
import io.vicinal.contracts.search.SortKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a search may ask for besides its best hits: groups, facets, an order of its own, further pages. */
final class BrowseRules {

    static Browsing check(SearchRequest request, Collection collection) {
        List<SortKey> sort = sort(request, collection);
        int groupSize = groupSize(request);
        String digest = Cursor.digest(request, collection);
        return new Browsing(
                groupSize,
                FacetRules.check(request.facets(), collection),
                sort,
                digest,
                request.cursor() == null ? null : Cursor.read(request.cursor(), digest, !sort.isEmpty(), collection));
    }

    /** Whether there can be an answer without a query: documents in an order of their fields, or counted. */
    static boolean needsNoQuery(SearchRequest request) {
        return request.sort() != null || isFacetsAlone(request);
    }

    /** Only then may {@code top_k} be 0. */
    static boolean isFacetsAlone(SearchRequest request) {
        return request.facets() != null && request.topK() != null && request.topK() == 0;
    }

    static GroupBy groupBy(@Nullable GroupBy given, Collection collection) {
        GroupBy groupBy = requireNonNullElse(given, GroupBy.DOCUMENT);
        if (groupBy.isField()) {
            if (groupBy.by().equals(Filter.ID)) {
                throw invalid("group_by", "To group by id, say document.");
            }
            FilterField field = FilterField.of("group_by", groupBy.by(), collection);
            if (field.type() == FieldType.DOUBLE) {
                throw invalid(
                        "group_by",
                        "The field " + groupBy.by()
                                + " is double, and hits are grouped by document, passage, or a field of type keyword, long,"
                                + " boolean or date.");
            }
        }
        return groupBy;
    }

    private static int groupSize(SearchRequest request) {
        Integer given = request.groupSize();
        int size = given == null ? 1 : given;
        if (size < 1 || size > SearchRequest.MAX_GROUP_SIZE) {
            throw invalid(
                    "group_size",
                    "group_size must be from 1 to " + SearchRequest.MAX_GROUP_SIZE + ", not " + size + ".");
        }
        if (size > 1 && GroupBy.PASSAGE.equals(request.groupBy())) {
            throw invalid("group_size", "A hit that is a passage has no others inside; group by document or a field.");
        }
        int topK = requireNonNullElse(request.topK(), SearchRequest.DEFAULT_TOP_K);
        if (size > 1 && (long) size * topK > SearchRequest.MAX_GROUPED) {
            throw invalid(
                    "group_size",
                    "top_k times group_size is at most " + SearchRequest.MAX_GROUPED + ", not " + (long) size * topK
                            + ".");
        }
        return size;
    }

    private static List<SortKey> sort(SearchRequest request, Collection collection) {
        List<SortKey> sort = request.sort();
        if (sort == null) {
            return List.of();
        }
        if (sort.isEmpty() || sort.size() > SearchRequest.MAX_SORT_KEYS) {
            throw invalid("sort", "sort has 1 to " + SearchRequest.MAX_SORT_KEYS + " keys, not " + sort.size() + ".");
        }
        Set<String> fields = new HashSet<>();
        for (int i = 0; i < sort.size(); i++) {
            String at = "sort[" + i + "]";
            SortKey key = sort.get(i);
            if (key == null || key.field() == null) {
                throw ProblemType.MISSING_VALUE.exception(at + ".field", at + " names no field.");
            }
            FilterField.of(at + ".field", key.field(), collection);
            if (!fields.add(key.field())) {
                throw invalid(at + ".field", "sort has the field " + key.field() + " twice.");
            }
        }
        checkNotRanked(request);
        return sort;
    }

    private static void checkNotRanked(SearchRequest request) {
        boolean isLexical = request.query() != null && request.mode() == SearchMode.LEXICAL;
        if (request.vector() != null || !(isLexical || (request.query() == null && request.mode() == null))) {
            throw invalid(
                    "sort",
                    "sort lists all documents that the filter lets through, or with a query in mode lexical those that"
                            + " match it. By meaning every document is near or far and none matches, so there is nothing to"
                            + " sort: leave sort out, or say \"mode\": \"lexical\".");
        }
        if (request.groupBy() != null && !request.groupBy().equals(GroupBy.DOCUMENT)) {
            throw invalid("group_by", "Sorted hits are documents; leave group_by out.");
        }
        if (request.groupSize() != null && request.groupSize() > 1) {
            throw invalid("group_size", "A sorted hit shows one passage of its document; leave group_size out.");
        }
        if (Boolean.TRUE.equals(request.lateInteraction()) || request.fusion() != null) {
            throw invalid(
                    request.fusion() == null ? "late_interaction" : "fusion",
                    "Sorted hits are not ranked, so nothing is scored by late interaction or fused; leave it out.");
        }
    }

    static ProblemException invalid(String field, String detail) {
        return ProblemType.INVALID_VALUE.exception(field, detail);
    }

    private BrowseRules() {}
}
