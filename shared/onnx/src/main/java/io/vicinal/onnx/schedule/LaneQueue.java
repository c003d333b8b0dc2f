package io.vicinal.onnx.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one lane, first in, first out. Short ones also stand in a queue of their length, so that company of equal
 * length is found without a search. Guarded by the lock of {@link RunQueue}.
 */
final class LaneQueue {
    private final ScheduleSettings settings;
    private final ArrayDeque<Job<?>> all = new ArrayDeque<>();
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

    /** A lane with nothing in it takes any text. */
    boolean hasRoomFor(Job<?> job) {
        return texts == 0 || (texts < settings.queueTexts() && tokens + job.tokens() <= settings.queueTokens());
    }

    void add(Job<?> job) {
        all.add(job);
        if (job.tokens() <= settings.shortTokens()) {
            byLength.get(job.tokens()).add(job);
        }
        texts++;
        tokens += job.tokens();
    }

    /** The job that has waited longest, or null. */
    @Nullable
    Job<?> poll() {
        return poll(all);
    }

    /** The next job of the same length as a short one, or null. */
    @Nullable
    Job<?> pollLike(Job<?> job) {
        return job.tokens() <= settings.shortTokens() ? poll(byLength.get(job.tokens())) : null;
    }

    private @Nullable Job<?> poll(ArrayDeque<Job<?>> queue) {
        Job<?> job = queue.poll();
        while (job != null && job.taken) {
            job = queue.poll();
        }
        if (job != null) {
            job.taken = true;
            texts--;
            tokens -= job.tokens();
        }
        return job;
    }
}
