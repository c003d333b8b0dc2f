package io.vicinal.retrieval.assignment;

import io.vicinal.contracts.search.ShardId;
import io.vicinal.retrieval.shard.Shards;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Open shards that are not assigned to this node any more. They answer on for a while, until their next owner has caught
 * up or they come back. The time runs from the group's next decision: while the broker is away nobody else owns them.
 */
final class LostShards {
    private final Shards shards;
    private final Duration grace;
    private final Map<ShardId, Long> until = new HashMap<>();

    LostShards(Shards shards, Duration grace) {
        this.shards = shards;
        this.grace = grace;
    }

    /** The group has decided: these are this node's. */
    void assigned(List<ShardId> owned) {
        until.keySet().removeAll(owned);
        shards.all().stream()
                .map(shard -> shard.id())
                .filter(id -> !owned.contains(id))
                .forEach(id -> until.putIfAbsent(id, System.nanoTime() + grace.toNanos()));
    }

    void expire(Consumer<ShardId> close) {
        until.entrySet().removeIf(entry -> {
            boolean over = System.nanoTime() - entry.getValue() > 0;
            if (over) {
                close.accept(entry.getKey());
            }
            return over;
        });
    }
}
