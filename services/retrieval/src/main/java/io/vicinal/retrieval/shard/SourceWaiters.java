package io.vicinal.retrieval.shard;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Those who wait for offsets of documents partitions to be searchable. Thread-safe. */
final class SourceWaiters {
    private final Map<Integer, Waiters> partitions = new ConcurrentHashMap<>();

    /** As {@link Waiters#add}, for a documents partition. */
    CompletableFuture<Void> add(int partition, long offset) {
        return partitions.computeIfAbsent(partition, _ -> new Waiters()).add(offset);
    }

    /** Whether someone waits for something before this position. */
    boolean before(Position position) {
        for (Map.Entry<Integer, Waiters> waiters : partitions.entrySet()) {
            if (waiters.getValue().before(position.documentsOffset(waiters.getKey()))) {
                return true;
            }
        }
        return false;
    }

    void reached(Position position) {
        partitions.forEach((partition, waiters) -> waiters.reached(position.documentsOffset(partition)));
    }

    void fail(RuntimeException reason) {
        partitions.values().forEach(waiters -> waiters.fail(reason));
    }
}
