package io.vicinal.gateway.search;

import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.service.deadline.Deadline;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * A search's time, and by when each step must be done for the later ones to have their share.
 *
 * @param ms from then on
 * @param deadlineMs what the caller allowed, for what is said to it
 */
record Budget(long beganNanos, double ms, int deadlineMs) {

    /** A step and the part of the time that is over when it must be done. */
    enum Step {
        EMBED(0.45),
        RETRIEVE(0.85),
        CROSS_ENCODE(0.9),
        RERANK(0.92),
        JUDGE(0.94),
        FETCH(1.0),
        HIGHLIGHT(1.0);

        private final double share;

        Step(double share) {
            this.share = share;
        }
    }

    static Budget of(int deadlineMs) {
        return new Budget(System.nanoTime(), deadlineMs, deadlineMs);
    }

    /** The time that is left, shared among the steps anew. */
    Budget again() {
        long now = System.nanoTime();
        return new Budget(now, ms - (now - beganNanos) / 1e6, deadlineMs);
    }

    /** A call that ends with {@code TimeoutException} when its step's time is over; the service called is told so. */
    <T> Mono<T> within(Step step, Mono<T> call) {
        return Mono.defer(() -> {
            Duration left = left(step);
            return call.timeout(left).contextWrite(Deadline.in(left)::into);
        });
    }

    /** Too late for anything to be tried again. */
    boolean isOver() {
        return (System.nanoTime() - beganNanos) / 1e6 >= ms;
    }

    /** How long to wait for one call of the last step alone, for another to have as much time after it. */
    Duration patience() {
        return left().dividedBy(2);
    }

    ProblemException missedBy(String who) {
        return ProblemType.DEADLINE_EXCEEDED.exception(
                "deadline_ms",
                "The " + who + " did not answer within its share of the deadline of " + deadlineMs
                        + " ms; try again, or allow more with deadline_ms.");
    }

    /** Of the search's time, what is left. */
    Duration left() {
        return left(Step.HIGHLIGHT);
    }

    /** At least a millisecond, so that a step without time fails as late and not as wrong. */
    private Duration left(Step step) {
        double elapsedMs = (System.nanoTime() - beganNanos) / 1e6;
        return Duration.ofNanos((long) (1e6 * Math.max(1, ms * step.share - elapsedMs)));
    }
}
