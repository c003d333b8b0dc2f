package io.vicinal.onnx.schedule;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * How many bulk runs there may be at once in this process, however many models have bulk work: one a core, in turn between
 * the models. Without it, a query of one model would share its core with the bulk work of all others. Interactive runs need
 * no permit.
 */
final class BulkPermits {
    /** Of this process: the cores are its own. */
    static final BulkPermits HERE = new BulkPermits(Runtime.getRuntime().availableProcessors());

    /** Those that were refused, each once. */
    private final ArrayDeque<RunQueue> waiting = new ArrayDeque<>();

    private int permits;
    private int free;

    BulkPermits(int permits) {
        this.permits = permits;
        this.free = permits;
    }

    /** A model that has more sessions than there are cores may use them all. */
    synchronized void atLeast(int wanted) {
        free += Math.max(0, wanted - permits);
        permits = Math.max(wanted, permits);
    }

    /** Takes a permit, if it is the queue's turn; otherwise the queue will be woken when it is. */
    synchronized boolean tryAcquire(RunQueue queue) {
        boolean first = waiting.isEmpty() || waiting.peek() == queue;
        if (free == 0 || !first) {
            if (!waiting.contains(queue)) {
                waiting.add(queue);
            }
            return false;
        }
        waiting.poll();
        free--;
        wakeLater(next());
        return true;
    }

    /** The queue has no bulk work any more; the turn may have come of another. */
    synchronized void forget(RunQueue queue) {
        if (waiting.remove(queue)) {
            wakeLater(next());
        }
    }

    /** After a run, outside of any queue. */
    void release() {
        RunQueue next;
        synchronized (this) {
            free++;
            next = next();
        }
        if (next != null) {
            next.wake();
        }
    }

    /** Of a permit that was taken in vain. */
    synchronized void unused() {
        free++;
        wakeLater(next());
    }

    private @Nullable RunQueue next() {
        return free > 0 ? waiting.peek() : null;
    }

    /** By a thread of its own: the caller holds its queue's lock, and must not take another's. */
    private static void wakeLater(@Nullable RunQueue queue) {
        if (queue != null) {
            Thread.startVirtualThread(queue::wake);
        }
    }
}
