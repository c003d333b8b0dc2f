package io.vicinal.inference.label;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.search.NeighbourQuery.Neighbour;
import io.vicinal.inference.fewshot.Candidate;
import io.vicinal.inference.learn.Neighbourhood;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The documents that examples are chosen from: the nearest to a text. Where labels are to take turns and the nearest have fewer
 * labels than there are turns, the nearest with none of these labels besides, and so on a few times.
 */
final class ExamplePool {
    /** For each example. */
    private static final int DEPTH = 5;

    private static final int LEAST = 50;
    private static final int MOST = 300;
    private static final int SEARCHES = 4;

    private final Neighbourhood neighbourhood;

    ExamplePool(Neighbourhood neighbourhood) {
        this.neighbourhood = neighbourhood;
    }

    /**
     * @param labelField null for documents of any kind
     * @param turns labels that are wanted, if there are as many; 0 where they take none
     * @return nearest first
     */
    Mono<List<Candidate>> of(
            Collection collection,
            float[] vector,
            @Nullable String labelField,
            int k,
            int turns,
            @Nullable Filter filter) {
        Pool pool = new Pool(collection, vector, labelField, Math.clamp((long) k * DEPTH, LEAST, MOST), turns);
        return further(pool, filter, SEARCHES).then(Mono.fromSupplier(pool::nearestFirst));
    }

    private record Pool(
            Collection collection,
            float[] vector,
            @Nullable String labelField,
            int size,
            int turns,
            Map<String, Candidate> found) {
        Pool(Collection collection, float[] vector, @Nullable String labelField, int size, int turns) {
            this(collection, vector, labelField, size, turns, new LinkedHashMap<>());
        }

        void add(List<Neighbour> near) {
            for (Neighbour one : near) {
                String id = Objects.requireNonNull(one.documentId());
                List<String> labels = one.values().stream().map(String::valueOf).toList();
                found.putIfAbsent(
                        id, new Candidate(id, labels, one.similarity(), Objects.requireNonNull(one.vector())));
            }
        }

        List<String> labels() {
            return found.values().stream()
                    .flatMap(one -> one.labels().stream())
                    .distinct()
                    .toList();
        }

        List<Candidate> nearestFirst() {
            return found.values().stream()
                    .sorted(Comparator.comparingDouble((Candidate one) -> -one.similarity()))
                    .toList();
        }
    }

    private Mono<Void> further(Pool pool, @Nullable Filter own, int searches) {
        String field = pool.labelField();
        List<String> labels = pool.labels();
        Filter filter = field == null || labels.isEmpty() ? own : without(own, pool.collection(), field, labels);
        return neighbourhood
                .of(pool.collection(), List.of(pool.vector()), field, pool.size(), filter, true)
                .map(List::getFirst)
                .flatMap(near -> {
                    pool.add(near);
                    boolean isAll = near.size() < pool.size();
                    return isAll || searches == 1 || pool.labels().size() >= pool.turns()
                            ? Mono.empty()
                            : further(pool, own, searches - 1);
                });
    }

    /** Beside what is asked of documents, not within it: it may be as deep as filters may be. */
    private static Filter without(@Nullable Filter own, Collection collection, String field, List<String> labels) {
        boolean isBoolean = collection.fields().get(field) == FieldType.BOOLEAN;
        List<@Nullable Object> values = new ArrayList<>();
        labels.forEach(label -> values.add(isBoolean ? (Object) Boolean.valueOf(label) : label));
        Filter these = new Filter(null, null, Map.of(field, values), null, null, null, null, null, null, null, null);
        Filter others = new Filter(null, null, null, null, null, null, null, null, null, null, these);
        if (own == null) {
            return others;
        }
        List<Filter> and = Stream.concat(own.and() == null ? Stream.empty() : own.and().stream(), Stream.of(others))
                .toList();
        return new Filter(
                own.eq(),
                own.ne(),
                own.in(),
                own.range(),
                own.exists(),
                own.prefix(),
                own.containsAny(),
                own.containsAll(),
                and,
                own.or(),
                own.not());
    }
}
