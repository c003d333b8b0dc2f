package io.vicinal.gateway.collection;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.contracts.search.ShardState;
import io.vicinal.gateway.collection.CollectionDescription.Shard;
import io.vicinal.routing.Located;
import io.vicinal.routing.ShardCalls;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the shards of a collection say of themselves. Never fails: a shard that does not answer is unavailable. */
public final class ShardStates {
    private static final Comparator<Located<ShardState>> BEST = Comparator.comparing(
                    (Located<ShardState> state) -> state.answer().answers())
            .thenComparing(state -> state.answer().status() == ShardState.Status.SERVING)
            .thenComparing(state -> state.answer().offset());

    private final ShardCalls shards;
    private final Duration timeout;

    /** @param timeout how long a shard is waited for */
    public ShardStates(ShardCalls shards, Duration timeout) {
        this.shards = shards;
        this.timeout = timeout;
    }

    /** One state a shard, in order: of its replicas, the one that serves and is furthest. */
    Mono<List<Shard>> of(Collection collection) {
        return Flux.range(0, collection.shards())
                .flatMapSequential(
                        partition -> best(new ShardId(collection.name(), collection.version(), partition)), 64)
                .collectList();
    }

    private Mono<Shard> best(ShardId shard) {
        return shards.each(shard, node -> node.state(shard).timeout(timeout))
                .collectList()
                .map(states -> states.stream()
                        .max(BEST)
                        .map(best -> Shard.of(best.node().address(), best.answer()))
                        .orElseGet(() -> Shard.unavailable(shard.partition())));
    }
}
