package io.vicinal.retrieval.browse;

import io.vicinal.contracts.search.FacetRequest;
import io.vicinal.contracts.search.RetrievalApi.FacetCounts;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Documents by what they are counted by. Of more than {@link #MOST} different things, those that come late are counted together, so
 * that a column of nearly unique values does not fill the memory.
 */
final class Tally<T extends Comparable<T>> {
    static final int MOST = 10 * FacetRequest.MAX_DISTINCT;

    private final Map<T, Long> counts = new HashMap<>();
    private long other;
    private long missing;

    void add(T what, long documents) {
        if (counts.size() < MOST || counts.containsKey(what)) {
            counts.merge(what, documents, Long::sum);
        } else {
            other += documents;
        }
    }

    void missing() {
        missing++;
    }

    /** Those with the most, at most as many as a shard tells of. */
    FacetCounts counts(Function<T, String> text) {
        Stream<Map.Entry<T, Long>> most = counts.entrySet().stream();
        if (counts.size() > FacetRequest.MAX_DISTINCT) {
            most = most.sorted(Comparator.comparing((Map.Entry<T, Long> entry) -> -entry.getValue())
                            .thenComparing(Map.Entry::getKey))
                    .limit(FacetRequest.MAX_DISTINCT);
        }
        Map<String, Long> told = new LinkedHashMap<>();
        long all = other + counts.values().stream().mapToLong(Long::longValue).sum();
        most.forEach(entry -> told.put(text.apply(entry.getKey()), entry.getValue()));
        return new FacetCounts(
                told, all - told.values().stream().mapToLong(Long::longValue).sum(), missing);
    }
}
