package io.vicinal.onnx.schedule;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/** A lane holds all the work it may hold; nothing of the text was kept. */
public final class QueueFullException extends RejectedExecutionException {
    private final Duration retryAfter;

    public QueueFullException(Lane lane, int texts, long tokens, Duration retryAfter) {
        super("The " + lane.tag() + " lane is full: " + texts + " texts of " + tokens + " tokens wait.");
        this.retryAfter = retryAfter;
    }

    /** When there will probably be room. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
