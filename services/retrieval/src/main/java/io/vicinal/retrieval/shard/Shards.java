package io.vicinal.retrieval.shard;

import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.contracts.search.ShardState;
import io.vicinal.contracts.search.ShardState.Status;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The shards of this node: open ones, and those it has been given and is opening. Thread-safe. */
public final class Shards {
    private final Map<ShardId, Shard> open = new ConcurrentHashMap<>();
    private final Set<ShardId> opening = ConcurrentHashMap.newKeySet();

    public Optional<Shard> find(ShardId id) {
        return Optional.ofNullable(open.get(id));
    }

    public List<Shard> all() {
        return List.copyOf(open.values());
    }

    /** @throws ProblemException {@code shard-unavailable} where it is not this node's or still catches up */
    public Shard serving(ShardId id) {
        Shard shard = open.get(id);
        if (shard == null) {
            throw opening.contains(id) ? catchingUp(id) : notHere(id);
        }
        Shard answering = shard.answering();
        if (answering == null) {
            throw catchingUp(id);
        }
        return answering;
    }

    /**
     * As it is, serving or not.
     *
     * @throws ProblemException {@code shard-unavailable} where it is not this node's, or not open yet
     */
    public Shard open(ShardId id) {
        Shard shard = open.get(id);
        if (shard == null) {
            throw opening.contains(id) ? catchingUp(id) : notHere(id);
        }
        return shard;
    }

    /** @throws ProblemException {@code shard-unavailable} where it is not this node's */
    public ShardState state(ShardId id) throws IOException {
        Shard shard = open.get(id);
        if (shard != null) {
            return shard.state();
        }
        if (opening.contains(id)) {
            return new ShardState(id, Status.CATCHING_UP, 0, 0, 0, 0, 0, 0, null);
        }
        throw notHere(id);
    }

    /** From now on it is this node's, though it does not answer yet. */
    public void opening(ShardId id) {
        opening.add(id);
    }

    public void opened(Shard shard) {
        open.put(shard.id(), shard);
        opening.remove(shard.id());
    }

    /** It is no longer this node's; closing what is returned is the caller's. */
    public @Nullable Shard remove(ShardId id) {
        opening.remove(id);
        return open.remove(id);
    }

    private static ProblemException notHere(ShardId id) {
        return ProblemType.SHARD_UNAVAILABLE.exception(
                null, "this node does not own the shard " + id + "; ask again, or another node");
    }

    private static ProblemException catchingUp(ShardId id) {
        return ProblemType.SHARD_UNAVAILABLE.exception(
                null, "the shard " + id + " is catching up with its log; ask again, or another node");
    }
}
