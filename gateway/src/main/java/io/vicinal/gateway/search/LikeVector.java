package io.vicinal.gateway.search;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.Like;
import io.vicinal.contracts.search.RetrievalApi.Direction;
import io.vicinal.contracts.search.RetrievalApi.DirectionsQuery;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.kafka.codec.DocumentPartitions;
import io.vicinal.routing.Located;
import io.vicinal.routing.ShardCalls;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where a search by examples looks: the mean of the positive documents less half of that of the negative ones (Rocchio,
 * <i>Relevance feedback in information retrieval</i>, 1971, without a query). A document is the mean direction of its
 * passages; all documents count alike, however long they are.
 */
final class LikeVector {
    /** Of the negative mean to the positive one; at 1 the vectors' common part would go and noise be left. */
    static final double NEGATIVE_SHARE = 0.5;

    /** Shorter than this is what rounding leaves where the examples cancel out. */
    private static final double NOTHING = 1e-4;

    private final ShardCalls shards;

    LikeVector(ShardCalls shards) {
        this.shards = shards;
    }

    /** {@code float[dimensions]} of length 1; a {@code ProblemException} 404 names a document that there is not. */
    Mono<float[]> of(Like like, Collection collection, Budget budget) {
        Map<ShardId, List<String>> byShard = Stream.concat(like.positive().stream(), like.negative().stream())
                .distinct()
                .collect(Collectors.groupingBy(id -> new ShardId(
                        collection.name(),
                        collection.version(),
                        DocumentPartitions.partition(id, collection.shards()))));
        return Flux.fromIterable(byShard.entrySet())
                .flatMap(shard -> directions(shard.getKey(), shard.getValue(), budget), 64)
                .collect(HashMap<String, float[]>::new, Map::putAll)
                .map(found -> vector(like, found, collection));
    }

    private Mono<Map<String, float[]>> directions(ShardId shard, List<String> ids, Budget budget) {
        return budget.within(
                        Budget.Step.EMBED,
                        shards.fastest("directions", shard, node -> node.directions(new DirectionsQuery(shard, ids))))
                .map(Located::answer)
                .onErrorMap(
                        TimeoutException.class, _ -> budget.missedBy("shard " + shard + ", which holds an example,"))
                .map(directions -> {
                    Map<String, float[]> found = new HashMap<>();
                    for (Direction direction : directions) {
                        if (direction != null) {
                            found.put(direction.id(), direction.vector());
                        }
                    }
                    return found;
                });
    }

    private static float[] vector(Like like, Map<String, float[]> found, Collection collection) {
        double[] sum = new double[collection.dimensions()];
        add(like.positive(), "like.positive", 1, found, collection, sum);
        add(like.negative(), "like.negative", -NEGATIVE_SHARE, found, collection, sum);
        double length = length(sum);
        if (length < NOTHING) {
            throw ProblemType.INVALID_VALUE.exception(
                    "like",
                    "The examples cancel each other out: the positive and the negative ones point nowhere together."
                            + " Leave some out.");
        }
        float[] unit = new float[sum.length];
        for (int d = 0; d < unit.length; d++) {
            unit[d] = (float) (sum[d] / length);
        }
        return unit;
    }

    private static void add(
            List<String> ids,
            String field,
            double share,
            Map<String, float[]> found,
            Collection collection,
            double[] sum) {
        for (String id : ids) {
            float[] vector = found.get(id);
            if (vector == null) {
                throw unknown(id, field, collection);
            }
            double length = length(vector);
            for (int d = 0; d < sum.length && length > 0; d++) {
                sum[d] += share * vector[d] / length / ids.size();
            }
        }
    }

    private static double length(float[] vector) {
        double squares = 0;
        for (float x : vector) {
            squares += (double) x * x;
        }
        return Math.sqrt(squares);
    }

    private static double length(double[] vector) {
        double squares = 0;
        for (double x : vector) {
            squares += x * x;
        }
        return Math.sqrt(squares);
    }

    private static ProblemException unknown(String id, String field, Collection collection) {
        return ProblemType.UNKNOWN_DOCUMENT.exception(
                field, "There is no document \"" + id + "\" in the collection " + collection.name() + ".");
    }
}
