package io.vicinal.service.deadline;

import java.time.Duration;
import java.util.Optional;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The moment after which nobody waits for an answer any more; travels in the Reactor context within a process and as
 * remaining milliseconds in a header between processes, so that clocks need not agree.
 *
 * @param nanoTime on {@link System#nanoTime}'s scale
 */
public record Deadline(long nanoTime) {
    public static final String HEADER = "x-vicinal-deadline-ms";

    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    public static Optional<Deadline> of(ContextView context) {
        return context.getOrEmpty(Deadline.class);
    }

    public Context into(Context context) {
        return context.put(Deadline.class, this);
    }

    /** Zero when it has passed. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }
}
