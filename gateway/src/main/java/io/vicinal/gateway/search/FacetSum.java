package io.vicinal.gateway.search;

import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.search.Facet;
import io.vicinal.contracts.search.FacetRequest;
import io.vicinal.contracts.search.RetrievalApi.FacetCounts;
import io.vicinal.contracts.search.RetrievalApi.ShardFacets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The facets of a collection are the sums of its shards': every document is in exactly one. */
final class FacetSum {

    static Map<String, Facet> of(
            List<ShardFacets> shards, Map<String, FacetRequest> asked, Map<String, FieldType> declared) {
        Map<String, Facet> facets = new LinkedHashMap<>();
        asked.forEach((name, facet) -> {
            List<FacetCounts> counts = shards.stream()
                    .map(shard -> shard.fields().get(name))
                    .filter(Objects::nonNull)
                    .toList();
            facets.put(name, facet(counts, facet, declared.getOrDefault(name, FieldType.KEYWORD)));
        });
        return facets;
    }

    private static Facet facet(List<FacetCounts> shards, FacetRequest asked, FieldType type) {
        Map<String, Long> counts = new HashMap<>();
        long other = 0;
        long missing = 0;
        for (FacetCounts shard : shards) {
            shard.counts().forEach((what, count) -> counts.merge(what, count, Long::sum));
            other += shard.other();
            missing += shard.missing();
        }
        Boolean approximate = other > 0 ? Boolean.TRUE : null;
        if (asked.ranges() != null) {
            return new Facet(null, null, ranges(asked.ranges(), counts), null, missing, approximate);
        }
        if (asked.interval() != null) {
            return new Facet(null, null, null, intervals(counts), missing, approximate);
        }
        List<Facet.Value> values =
                values(counts, type, Objects.requireNonNullElse(asked.top(), FacetRequest.DEFAULT_TOP));
        long shown = values.stream().mapToLong(Facet.Value::count).sum();
        long all = other + counts.values().stream().mapToLong(Long::longValue).sum();
        return new Facet(values, all - shown, null, null, missing, approximate);
    }

    /** Of values with as many documents the lesser comes first, so that the same counts are the same list. */
    private static List<Facet.Value> values(Map<String, Long> counts, FieldType type, int top) {
        return counts.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Long> value) -> -value.getValue())
                        .thenComparing(Map.Entry::getKey, FieldText.order(type)))
                .limit(top)
                .map(value -> new Facet.Value(FieldText.value(value.getKey(), type), value.getValue()))
                .toList();
    }

    private static List<Facet.Range> ranges(List<FacetRequest.Range> asked, Map<String, Long> counts) {
        List<Facet.Range> ranges = new ArrayList<>(asked.size());
        for (FacetRequest.Range range : asked) {
            @Nullable Long count = counts.get(Integer.toString(ranges.size()));
            ranges.add(new Facet.Range(range.from(), range.to(), count == null ? 0 : count));
        }
        return ranges;
    }

    private static List<Facet.Interval> intervals(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .sorted(Comparator.comparing(interval -> LocalDate.parse(interval.getKey())))
                .map(interval -> new Facet.Interval(interval.getKey(), interval.getValue()))
                .toList();
    }

    private FacetSum() {}
}
