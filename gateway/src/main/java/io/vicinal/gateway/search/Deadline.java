package io.vicinal.gateway.search;

import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import java.time.Duration;

/** When a search must be over, and by when each step must be for the later ones to have their time. */
record Deadline(long beganNanos, int totalMs) {

    /** A step and the part of the deadline that is over when it must be done. */
    enum Step {
        EMBED(0.45),
        STATISTICS(0.45),
        RETRIEVE(0.85),
        RERANK(0.92),
        FETCH(1.0);

        private final double share;

        Step(double share) {
            this.share = share;
        }
    }

    static Deadline in(int totalMs) {
        return new Deadline(System.nanoTime(), totalMs);
    }

    /** The time that is left for a step; at least a millisecond, so that it fails as late and not as wrong. */
    Duration left(Step step) {
        double elapsedMs = (System.nanoTime() - beganNanos) / 1e6;
        return Duration.ofNanos((long) (1e6 * Math.max(1, totalMs * step.share - elapsedMs)));
    }

    ProblemException missedBy(String who) {
        return ProblemType.DEADLINE_EXCEEDED.exception(
                "deadline_ms",
                "The " + who + " did not answer within its share of the deadline of " + totalMs
                        + " ms; try again, or allow more with deadline_ms.");
    }
}
