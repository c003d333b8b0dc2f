package io.vicinal.embedding.remote;

import io.vicinal.onnx.schedule.Lane;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

/**
 * Texts that wait for a request. Each lane has room for so many, from their coming until their vector or failure; a batch
 * is of one lane, queries before the rest.
 */
final class RemoteQueue {
    /** While both lanes wait, every so-manieth batch is bulk's. */
    private static final int BULK_EVERY = 8;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Map<Lane, ArrayDeque<RemoteJob>> waiting = new EnumMap<>(Lane.class);
    private final Map<Lane, Semaphore> room = new EnumMap<>(Lane.class);
    private final int most;
    private int overtaken;
    private boolean closed;

    RemoteQueue(int most) {
        this.most = most;
        for (Lane lane : Lane.values()) {
            waiting.put(lane, new ArrayDeque<>());
            room.put(lane, new Semaphore(most));
        }
    }

    /** Whether there was room. */
    boolean offer(RemoteJob job) {
        if (!room(job.lane()).tryAcquire()) {
            return false;
        }
        enter(job);
        return true;
    }

    /** Waits for room. */
    void put(RemoteJob job) throws InterruptedException {
        room(job.lane()).acquire();
        enter(job);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the outcome is the job's own
    private void enter(RemoteJob job) {
        job.vector().whenComplete((_, _) -> room(job.lane()).release());
        add(job, ArrayDeque::addLast);
    }

    /** Another try, ahead of the others. */
    void putBack(RemoteJob job) {
        add(job, ArrayDeque::addFirst);
    }

    private void add(RemoteJob job, BiConsumer<ArrayDeque<RemoteJob>, RemoteJob> end) {
        lock.lock();
        try {
            if (!closed) {
                end.accept(of(job.lane()), job);
                work.signalAll();
                return;
            }
        } finally {
            lock.unlock();
        }
        job.vector().completeExceptionally(closing());
    }

    /**
     * Waits for the next batch; empty when closed.
     *
     * @param most of a batch
     * @param interactiveOnly whether it may be of queries alone
     */
    List<RemoteJob> take(int most, boolean interactiveOnly) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                List<RemoteJob> batch = next(most, interactiveOnly);
                if (!batch.isEmpty()) {
                    return batch;
                }
                if (of(Lane.INTERACTIVE).isEmpty()
                        && (interactiveOnly || of(Lane.BULK).isEmpty())) {
                    work.await();
                }
            }
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private List<RemoteJob> next(int most, boolean interactiveOnly) {
        ArrayDeque<RemoteJob> interactive = of(Lane.INTERACTIVE);
        ArrayDeque<RemoteJob> bulk = of(Lane.BULK);
        boolean bulkTurn =
                !interactiveOnly && !bulk.isEmpty() && (interactive.isEmpty() || overtaken >= BULK_EVERY - 1);
        overtaken = bulkTurn || bulk.isEmpty() ? 0 : overtaken + 1;
        ArrayDeque<RemoteJob> from = bulkTurn ? bulk : interactive;
        List<RemoteJob> batch = new ArrayList<>();
        while (batch.size() < most && !from.isEmpty()) {
            RemoteJob job = from.removeFirst();
            if (job.deadline().hasPassed()) {
                job.vector().completeExceptionally(new TimeoutException("its turn came too late"));
            } else if (!job.vector().isDone()) {
                batch.add(job);
            }
        }
        return batch;
    }

    int texts(Lane lane) {
        return most - room(lane).availablePermits();
    }

    void close() {
        List<RemoteJob> left = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            waiting.values().forEach(left::addAll);
            waiting.values().forEach(ArrayDeque::clear);
            work.signalAll();
        } finally {
            lock.unlock();
        }
        left.forEach(job -> job.vector().completeExceptionally(closing()));
    }

    static RuntimeException closing() {
        return new RemoteException(RemoteException.Kind.AWAY, "it is being unloaded").problem("");
    }

    private ArrayDeque<RemoteJob> of(Lane lane) {
        return Objects.requireNonNull(waiting.get(lane));
    }

    private Semaphore room(Lane lane) {
        return Objects.requireNonNull(room.get(lane));
    }
}
