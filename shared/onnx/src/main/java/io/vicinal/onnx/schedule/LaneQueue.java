package io.vicinal.onnx.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one lane: flows in turn, first in, first out within a flow. Short ones that may share a run also stand in a
 * queue of their length, so that company of like length is found without a search. Guarded by the lock of
 * {@link RunQueue}.
 */
final class LaneQueue {
    private final ScheduleSettings settings;
    /** Those that have jobs waiting, each once. */
    private final ArrayDeque<Flow> turns = new ArrayDeque<>();

    private final List<ArrayDeque<Job<?>>> byLength = new ArrayList<>();
    private int texts;
    private long tokens;

    LaneQueue(ScheduleSettings settings) {
        this.settings = settings;
        for (int length = 0; length <= settings.shortTokens(); length++) {
            byLength.add(new ArrayDeque<>());
        }
    }

    int texts() {
        return texts;
    }

    long tokens() {
        return tokens;
    }

    /**
     * A lane with nothing in it takes any text.
     *
     * @param part of the lane's bounds that may be used: 1 is all, 2 the half
     */
    boolean hasRoomFor(Job<?> job, int part) {
        return texts == 0
                || (texts < settings.queueTexts() / part && tokens + job.tokens() <= settings.queueTokens() / part);
    }

    void add(Job<?> job) {
        if (job.flow.waiting.isEmpty()) {
            turns.add(job.flow);
        }
        job.flow.waiting.add(job);
        if (shares(job)) {
            byLength.get(job.tokens()).add(job);
        }
        texts++;
        tokens += job.tokens();
    }

    /** The job that has waited longest in the flow whose turn it is, or null. */
    @Nullable
    Job<?> poll() {
        for (Flow flow = turns.poll(); flow != null; flow = turns.poll()) {
            Job<?> job = firstWaiting(flow.waiting);
            if (job == null) {
                continue;
            }
            flow.waiting.poll();
            take(job);
            if (firstWaiting(flow.waiting) != null) {
                turns.add(flow);
            }
            if (shares(job)) {
                firstWaiting(byLength.get(job.tokens()));
            }
            return job;
        }
        return null;
    }

    /**
     * The next job that may join a run, or null: of the run's own length if there is one, else as near as may be.
     *
     * @param run of texts that may share
     */
    @Nullable
    Job<?> pollFor(Run run) {
        if (!shares(run.first())) {
            return null;
        }
        for (int length = run.longest(); length >= run.shortestThatFits(); length--) {
            Job<?> job = pollOfLength(length);
            if (job != null) {
                return job;
            }
        }
        for (int length = run.longest() + 1;
                length <= settings.shortTokens() && run.fits(length, settings.runTokens());
                length++) {
            Job<?> job = pollOfLength(length);
            if (job != null) {
                return job;
            }
        }
        return null;
    }

    private @Nullable Job<?> pollOfLength(int length) {
        Job<?> next = firstWaiting(byLength.get(length));
        if (next != null) {
            take(next);
        }
        return next;
    }

    private boolean shares(Job<?> job) {
        return job.flow.shares && job.tokens() <= settings.shortTokens();
    }

    private void take(Job<?> job) {
        job.taken = true;
        texts--;
        tokens -= job.tokens();
    }

    /** Drops those at the head that have left already. */
    private static @Nullable Job<?> firstWaiting(ArrayDeque<Job<?>> queue) {
        while (queue.peek() != null && queue.peek().taken) {
            queue.poll();
        }
        return queue.peek();
    }
}
