package io.vicinal.retrieval.shard;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.ShardId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The shards that are open on this node. */
public final class Shards {
    private final Map<ShardId, Shard> open = new ConcurrentHashMap<>();

    public Optional<Shard> find(ShardId id) {
        return Optional.ofNullable(open.get(id));
    }

    public List<Shard> all() {
        return List.copyOf(open.values());
    }

    /** @throws io.vicinal.contracts.error.ProblemException {@code shard-unavailable} */
    public Shard owned(ShardId id) {
        return find(id).orElseThrow(() -> ProblemType.SHARD_UNAVAILABLE.exception(
                null, "this node does not own the shard " + id + "; ask again, or another node"));
    }

    /** @throws io.vicinal.contracts.error.ProblemException {@code shard-unavailable} */
    public Shard serving(ShardId id) {
        Shard shard = owned(id);
        if (!shard.isServing()) {
            throw ProblemType.SHARD_UNAVAILABLE.exception(
                    null, "the shard " + id + " is catching up with its log; ask again, or another node");
        }
        return shard;
    }

    public void add(Shard shard) {
        open.put(shard.id(), shard);
    }

    /** Takes the shard away; closing it is the caller's. */
    public @Nullable Shard remove(ShardId id) {
        return open.remove(id);
    }
}
