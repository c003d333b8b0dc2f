package io.vicinal.inference.learn;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.embedding.TextVectors;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.search.NeighbourQuery;
import io.vicinal.contracts.search.NeighbourQuery.Neighbour;
import io.vicinal.contracts.search.NeighbourQuery.ShardNeighbours;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.routing.Located;
import io.vicinal.routing.ShardCalls;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The nearest examples of texts, from all shards: a label that one of them might change is not given without it. */
public final class Neighbourhood {
    private static final int SHARDS_AT_ONCE = 64;
    private static final Comparator<Neighbour> NEAREST_FIRST =
            Comparator.comparingDouble((Neighbour neighbour) -> -neighbour.similarity());

    private final ShardCalls shards;

    public Neighbourhood(ShardCalls shards) {
        this.shards = shards;
    }

    /**
     * @param k of each vector
     * @return of each vector, nearest first
     */
    public Mono<List<List<Neighbour>>> of(
            Collection collection,
            List<float[]> vectors,
            String field,
            int k,
            @Nullable Filter filter,
            boolean withVectors) {
        return ask(collection, shard -> new NeighbourQuery(shard, vectors, null, field, k, filter, withVectors, null))
                .map(all -> merged(all, vectors.size(), k));
    }

    /** With the late interaction of each text's tokens with its neighbours, where there are tokens. */
    public Mono<List<List<Neighbour>>> scored(
            Collection collection, TextVectors texts, String field, int k, @Nullable Filter filter) {
        return ask(
                        collection,
                        shard -> new NeighbourQuery(
                                shard, texts.vectors(), texts.tokenVectors(), field, k, filter, null, null))
                .map(all -> merged(all, texts.vectors().size(), k));
    }

    /** The nearest example of each shard, which does not say whose it is. */
    public Mono<List<List<Neighbour>>> votes(
            Collection collection, List<float[]> vectors, String field, @Nullable Filter filter) {
        return ask(collection, shard -> new NeighbourQuery(shard, vectors, null, field, 1, filter, null, true))
                .map(all -> merged(all, vectors.size(), collection.shards()));
    }

    /** A neighbour as an example of its labels. */
    public static io.vicinal.inference.neighbours.Neighbour example(Neighbour near) {
        return new io.vicinal.inference.neighbours.Neighbour(
                Objects.requireNonNull(near.documentId()),
                near.values().stream().map(String::valueOf).toList(),
                near.similarity(),
                near.lateInteraction() == null ? null : near.lateInteraction().doubleValue());
    }

    private interface Question {
        NeighbourQuery of(ShardId shard);
    }

    private Mono<List<ShardNeighbours>> ask(Collection collection, Question question) {
        return ShardReads.each(collection)
                .flatMap(
                        shard -> {
                            NeighbourQuery query = question.of(shard);
                            return shards.fastest("neighbours", shard, node -> node.neighbours(query));
                        },
                        SHARDS_AT_ONCE)
                .map(Located::answer)
                .collectList();
    }

    private static List<List<Neighbour>> merged(List<ShardNeighbours> all, int vectors, int k) {
        if (all.size() == 1) {
            return all.getFirst().nearest();
        }
        return IntStream.range(0, vectors)
                .mapToObj(vector -> {
                    List<Neighbour> near = new ArrayList<>();
                    all.forEach(shard -> near.addAll(shard.nearest().get(vector)));
                    near.sort(NEAREST_FIRST);
                    return near.subList(0, Math.min(k, near.size()));
                })
                .toList();
    }
}
