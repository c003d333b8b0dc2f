package io.vicinal.onnx.schedule;

import java.time.Duration;

/**
 * The moment after which nobody wants the answer.
 *
 * @param nanoTime on {@link System#nanoTime}'s clock; compared by difference
 */
public record Deadline(long nanoTime) {
    /** Far enough away (a century). */
    public static Deadline none() {
        return in(Duration.ofDays(36_500));
    }

    public static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    public boolean hasPassed() {
        return System.nanoTime() - nanoTime >= 0;
    }
}
