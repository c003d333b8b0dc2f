package io.vicinal.gateway.search;

import io.vicinal.contracts.search.Boost;
import io.vicinal.contracts.search.Collapse;
import io.vicinal.contracts.search.Diversity;
import io.vicinal.contracts.search.RetrievalApi.ValueQuery;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The steps of the order that come after fusion.
 *
 * @param boosts empty for none
 * @param pinned empty for none
 */
record Composition(
        List<Boost> boosts,
        @Nullable Diversity diversity,
        @Nullable Collapse collapse,
        List<String> pinned) {

    /** By the fused score alone. */
    static final Composition NONE = new Composition(List.of(), null, null, List.of());

    /** Whether candidates are compared with each other. */
    boolean needsSketches() {
        return diversity != null || collapse != null;
    }

    /** What the shards are asked for, one a boost; null for nothing. */
    @Nullable
    List<ValueQuery> values() {
        return boosts.isEmpty() ? null : boosts.stream().map(Composition::value).toList();
    }

    /** Of several terms the one with the greatest boost counts, so that it is asked for first. */
    private static ValueQuery value(Boost boost) {
        Map<String, Double> values = boost.values();
        return new ValueQuery(
                boost.field(),
                values == null
                        ? null
                        : values.entrySet().stream()
                                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                                        .thenComparing(Map.Entry.comparingByKey()))
                                .map(Map.Entry::getKey)
                                .toList());
    }
}
