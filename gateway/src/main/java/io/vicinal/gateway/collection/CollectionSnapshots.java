package io.vicinal.gateway.collection;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.RetrievalApi.SnapshotQuery;
import io.vicinal.contracts.search.RetrievalApi.SnapshotResult;
import io.vicinal.contracts.search.RetrievalApi.SnapshotStatus;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.contracts.search.SnapshotDescription;
import io.vicinal.routing.Located;
import io.vicinal.routing.ShardCalls;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Snapshots of a collection's shards: each shard for itself, so that one that cannot does not keep the others from it. */
public final class CollectionSnapshots {
    private static final int AT_ONCE = 16;
    private static final Duration LIST = Duration.ofSeconds(10);
    /** The node answers by itself when the time is over; this is for one that does not. */
    private static final Duration LATE = Duration.ofSeconds(2);

    private static final SnapshotResult STILL_RUNNING = new SnapshotResult(SnapshotStatus.RUNNING, null);

    /**
     * What has come of a shard.
     *
     * @param error why there is none; null where there is
     */
    @JsonInclude(Include.NON_NULL)
    record Taken(
            int shard,
            @Nullable SnapshotStatus status,
            @Nullable SnapshotDescription snapshot,
            @Nullable Problem error) {}

    record AllTaken(List<Taken> shards) {}

    /** @param snapshots the furthest along the log first, or null where they cannot be told */
    @JsonInclude(Include.NON_NULL)
    record Kept(
            int shard,
            @Nullable List<SnapshotDescription> snapshots,
            @Nullable Problem error) {}

    record AllKept(List<Kept> shards) {}

    private final ShardCalls shards;

    public CollectionSnapshots(ShardCalls shards) {
        this.shards = shards;
    }

    /** Errors with a 409 where no place for snapshots is configured. */
    Mono<AllTaken> take(Collection collection, Duration timeout) {
        return each(
                        collection,
                        shard -> shards.first(
                                        shard,
                                        node -> node.snapshot(new SnapshotQuery(shard, timeout.toMillis()))
                                                .timeout(timeout.plus(LATE), Mono.just(STILL_RUNNING)))
                                .map(Located::answer)
                                .map(result -> new Taken(shard.partition(), result.status(), result.snapshot(), null))
                                .onErrorResume(
                                        CollectionSnapshots::isOfTheShard,
                                        failure -> Mono.just(
                                                new Taken(shard.partition(), null, null, problem(shard, failure)))))
                .map(AllTaken::new);
    }

    Mono<AllKept> list(Collection collection) {
        return each(
                        collection,
                        shard -> shards.first(
                                        shard, node -> node.snapshots(shard).timeout(LIST))
                                .map(found -> new Kept(shard.partition(), found.answer(), null))
                                .onErrorResume(
                                        CollectionSnapshots::isOfTheShard,
                                        failure ->
                                                Mono.just(new Kept(shard.partition(), null, problem(shard, failure)))))
                .map(AllKept::new);
    }

    private static <T> Mono<List<T>> each(Collection collection, Function<ShardId, Mono<T>> call) {
        return Flux.range(0, collection.shards())
                .map(partition -> new ShardId(collection.name(), collection.version(), partition))
                .flatMapSequential(call, AT_ONCE)
                .collectList();
    }

    /** A missing location is no shard's fault: it fails the whole request. */
    private static boolean isOfTheShard(Throwable failure) {
        return !(failure instanceof ProblemException e) || !ProblemType.CONFLICT.is(e.problem());
    }

    private static Problem problem(ShardId shard, Throwable failure) {
        return failure instanceof ProblemException e
                ? e.problem()
                : ProblemType.SHARD_UNAVAILABLE.of(null, "Shard " + shard + " does not answer.");
    }
}
