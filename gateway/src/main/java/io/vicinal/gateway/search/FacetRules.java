package io.vicinal.gateway.search;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.FieldValue;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.search.FacetRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** By which fields documents may be counted, and how. */
final class FacetRules {

    static Map<String, FacetRequest> check(@Nullable Map<String, FacetRequest> facets, Collection collection) {
        if (facets == null) {
            return Map.of();
        }
        if (facets.isEmpty() || facets.size() > FacetRequest.MAX_FIELDS) {
            throw BrowseRules.invalid(
                    "facets", "facets names 1 to " + FacetRequest.MAX_FIELDS + " fields, not " + facets.size() + ".");
        }
        facets.forEach((name, facet) -> check("facets." + name, name, facet, collection));
        return facets;
    }

    private static void check(String at, String name, @Nullable FacetRequest facet, Collection collection) {
        if (name.equals(Filter.ID)) {
            throw BrowseRules.invalid(at, "Every document has an id of its own; there is nothing to count by it.");
        }
        FieldType type = FilterField.of(at, name, collection).type();
        if (facet == null) {
            throw ProblemType.WRONG_TYPE.exception(at, at + " must be an object, such as {\"top\": 10}.");
        }
        if (Stream.of(facet.top(), facet.ranges(), facet.interval())
                        .filter(way -> way != null)
                        .count()
                > 1) {
            throw BrowseRules.invalid(at, at + " has one of top, ranges and interval.");
        }
        if (facet.top() != null && (facet.top() < 1 || facet.top() > FacetRequest.MAX_TOP)) {
            throw BrowseRules.invalid(
                    at + ".top", at + ".top must be from 1 to " + FacetRequest.MAX_TOP + ", not " + facet.top() + ".");
        }
        if (facet.interval() != null && type != FieldType.DATE) {
            throw BrowseRules.invalid(at + ".interval", doesNotFit(name, type, "intervals are of dates"));
        }
        if (facet.ranges() != null) {
            ranges(at + ".ranges", name, type, facet.ranges());
        }
    }

    private static void ranges(String at, String name, FieldType type, List<FacetRequest.Range> ranges) {
        if (type == FieldType.KEYWORD || type == FieldType.BOOLEAN) {
            throw BrowseRules.invalid(at, doesNotFit(name, type, "ranges are of long, double and date"));
        }
        if (ranges.isEmpty() || ranges.size() > FacetRequest.MAX_RANGES) {
            throw BrowseRules.invalid(
                    at, at + " has 1 to " + FacetRequest.MAX_RANGES + " ranges, not " + ranges.size() + ".");
        }
        for (int i = 0; i < ranges.size(); i++) {
            String here = at + "[" + i + "]";
            FacetRequest.Range range = ranges.get(i);
            if (range == null || (range.from() == null && range.to() == null)) {
                throw BrowseRules.invalid(here, here + " has from, to, or both.");
            }
            bound(here + ".from", type, range.from());
            bound(here + ".to", type, range.to());
        }
    }

    private static void bound(String at, FieldType type, @Nullable Object bound) {
        if (bound != null && !FieldValue.fits(type, bound)) {
            throw ProblemType.WRONG_TYPE.exception(at, at + " must be " + FieldValue.kind(type) + ".");
        }
    }

    private static String doesNotFit(String name, FieldType type, String rule) {
        return "The field " + name + " is " + type.name().toLowerCase(Locale.ROOT) + ", and " + rule + ".";
    }

    private FacetRules() {}
}
