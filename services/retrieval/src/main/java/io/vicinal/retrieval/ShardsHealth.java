package io.vicinal.retrieval;

import io.vicinal.contracts.search.ShardState;
import io.vicinal.retrieval.shard.Shard;
import io.vicinal.retrieval.shard.Shards;
import io.vicinal.retrieval.snapshot.Snapshots;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.store.AlreadyClosedException;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * What is not as it should be with this node's shards, as details: the node itself is well, and answers for the others.
 */
final class ShardsHealth implements HealthIndicator {
    private final Shards shards;
    private final Snapshots snapshots;

    ShardsHealth(Shards shards, Snapshots snapshots) {
        this.shards = shards;
        this.snapshots = snapshots;
    }

    @Override
    public Health health() {
        Map<String, String> notServing = new TreeMap<>();
        for (Shard shard : shards.all()) {
            ShardState state;
            try {
                state = shards.state(shard.id());
            } catch (IOException | AlreadyClosedException e) {
                continue; // it is leaving
            }
            if (state.status() != ShardState.Status.SERVING) {
                notServing.put(
                        shard.id().toString(),
                        state.reason() == null ? state.status().toString() : state.reason());
            }
        }
        Map<String, String> failing = new TreeMap<>();
        snapshots.failing().forEach((id, reason) -> failing.put(id.toString(), reason));
        Health.Builder health = Health.up().withDetail("shards", shards.all().size());
        if (!notServing.isEmpty()) {
            health.withDetail("notServing", notServing);
        }
        if (snapshots.location() != null) {
            health.withDetail("snapshots", snapshots.location());
        }
        if (!failing.isEmpty()) {
            health.withDetail("snapshotsFailing", failing);
        }
        return health.build();
    }
}
