package io.vicinal.retrieval.shard;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/**
 * How many merges run at once in this process, whatever the number of its shards: each builds a graph and keeps a core
 * busy, for minutes where segments are large. The smallest that waits is next. Small merges, which take seconds, have a
 * turn of their own, so that the segments of fresh documents do not pile up behind a large one. Thread-safe.
 */
final class MergeTurns {
    private static final long SMALL_BYTES = 32L << 20;
    private static final long ASK_AGAIN_MS = 100;

    /** Of this process: it is the cores that are shared. Half of them are left to searches, whatever is written. */
    static final MergeTurns SHARED =
            new MergeTurns(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

    private final Lane small = new Lane(1);
    private final Lane large;

    MergeTurns(int large) {
        this.large = new Lane(large);
    }

    /** A merge's turn, to be given back. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits for it.
     *
     * @param givenUp ends the wait; the turn is then nobody's and nothing waits for it
     */
    Turn take(long bytes, BooleanSupplier givenUp) {
        Lane lane = bytes <= SMALL_BYTES ? small : large;
        return lane.take(bytes, givenUp) ? lane::give : () -> {};
    }

    private static final class Lane {
        private record Waiting(long bytes) {}

        private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::bytes));
        private int free;

        Lane(int turns) {
            this.free = turns;
        }

        synchronized boolean take(long bytes, BooleanSupplier givenUp) {
            Waiting me = new Waiting(bytes);
            waiting.add(me);
            boolean interrupted = false;
            try {
                while (free == 0 || waiting.peek() != me) {
                    if (givenUp.getAsBoolean()) {
                        return false;
                    }
                    try {
                        wait(ASK_AGAIN_MS);
                    } catch (InterruptedException e) {
                        interrupted = true; // Lucene's merges are not interrupted but aborted
                    }
                }
                free--;
                return true;
            } finally {
                waiting.removeIf(one -> one == me);
                notifyAll();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        synchronized void give() {
            free++;
            notifyAll();
        }
    }
}
