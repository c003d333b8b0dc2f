package io.vicinal.routing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.search.ShardId;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Which replica of a shard to ask first: one that keeps up with the log and has not just failed. What is known of a replica
 * is forgotten after moments, so that one that is well again is asked again. Thread-safe.
 */
final class ReplicaOrder {
    /** A replica that lags this much more than the best is asked last. */
    private static final long RECORDS_BEHIND = 1000;

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
    private static final Duration LAG_HOLDS = Duration.ofSeconds(5);
    private static final int MOST = 100_000;

    private record Replica(String address, ShardId shard) {}

    private final Cache<String, Boolean> unreachable = forgetting(AFTER_FAILURE);
    private final Cache<Replica, Boolean> unavailable = forgetting(AFTER_FAILURE);
    private final Cache<Replica, Long> behind = forgetting(LAG_HOLDS);

    /** The same replicas, those to be avoided last, otherwise in the order given. */
    List<RetrievalNode> of(ShardId shard, List<RetrievalNode> replicas) {
        if (replicas.size() < 2) {
            return replicas;
        }
        long least =
                replicas.stream().mapToLong(node -> behind(node, shard)).min().orElse(0);
        return replicas.stream()
                .sorted(Comparator.comparingInt(node -> reluctance(node, shard, least)))
                .toList();
    }

    private int reluctance(RetrievalNode node, ShardId shard, long leastBehind) {
        if (unreachable.getIfPresent(node.address()) != null) {
            return 3;
        }
        if (unavailable.getIfPresent(new Replica(node.address(), shard)) != null) {
            return 2;
        }
        return behind(node, shard) - leastBehind > RECORDS_BEHIND ? 1 : 0;
    }

    private long behind(RetrievalNode node, ShardId shard) {
        Long known = behind.getIfPresent(new Replica(node.address(), shard));
        return known == null ? 0 : known;
    }

    /** A node that answers with a problem is there; only that shard of it is avoided. */
    void failed(RetrievalNode node, ShardId shard, Throwable failure) {
        if (failure instanceof ProblemException) {
            unavailable.put(new Replica(node.address(), shard), true);
        } else {
            unreachable.put(node.address(), true);
        }
    }

    /** Another replica, asked later, answered before it. */
    void isSlow(RetrievalNode node, ShardId shard) {
        unavailable.put(new Replica(node.address(), shard), true);
    }

    /** Kept a caller waiting that had little time left, and may do so with every shard. */
    void hangs(RetrievalNode node) {
        unreachable.put(node.address(), true);
    }

    /** @param records on the log that the replica's searcher did not show */
    void isBehind(RetrievalNode node, ShardId shard, long records) {
        behind.put(new Replica(node.address(), shard), records);
    }

    private static <K, V> Cache<K, V> forgetting(Duration after) {
        return Caffeine.newBuilder().expireAfterWrite(after).maximumSize(MOST).build();
    }
}
