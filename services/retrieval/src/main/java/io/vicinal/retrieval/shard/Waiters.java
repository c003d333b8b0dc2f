package io.vicinal.retrieval.shard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;

/** Those who wait for a documents offset to be searchable. Thread-safe; futures complete outside the lock. */
final class Waiters {
    private record Waiter(long offset, CompletableFuture<Void> done) {}

    private final PriorityQueue<Waiter> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiter::offset));
    private volatile long lowest = Long.MAX_VALUE;

    /** Completes once {@link #reached} passes the offset; one that is cancelled or times out is forgotten. */
    CompletableFuture<Void> add(long offset) {
        Waiter waiter = new Waiter(offset, new CompletableFuture<>());
        synchronized (this) {
            waiting.add(waiter);
            lowest = waiting.element().offset();
        }
        CompletableFuture<Void> done = waiter.done();
        done.exceptionally(error -> {
            forget(waiter);
            return null;
        });
        return done;
    }

    /** Whether someone waits for an offset before this one. */
    boolean before(long nextOffset) {
        return lowest < nextOffset;
    }

    void reached(long nextOffset) {
        List<Waiter> satisfied = new ArrayList<>();
        synchronized (this) {
            while (!waiting.isEmpty() && waiting.element().offset() < nextOffset) {
                satisfied.add(waiting.remove());
            }
            lowest = waiting.isEmpty() ? Long.MAX_VALUE : waiting.element().offset();
        }
        satisfied.forEach(waiter -> waiter.done().complete(null));
    }

    void fail(RuntimeException reason) {
        List<Waiter> all;
        synchronized (this) {
            all = List.copyOf(waiting);
            waiting.clear();
            lowest = Long.MAX_VALUE;
        }
        all.forEach(waiter -> waiter.done().completeExceptionally(reason));
    }

    private synchronized void forget(Waiter waiter) {
        waiting.remove(waiter);
        lowest = waiting.isEmpty() ? Long.MAX_VALUE : waiting.element().offset();
    }
}
