package io.vicinal.gateway.inference;

import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.service.deadline.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/** A call of the inference service that ends in time, in an answer or a problem. */
public final class InferenceCall {
    private static final int TRAINING = 10;

    private final Duration most;

    /** @param most that an answer may take */
    public InferenceCall(Duration most) {
        this.most = most;
    }

    <T> Mono<T> within(Mono<T> call) {
        return within(most, call);
    }

    /** For what trains first. */
    <T> Mono<T> patiently(Mono<T> call) {
        return within(most.multipliedBy(TRAINING), call);
    }

    private static <T> Mono<T> within(Duration time, Mono<T> call) {
        return call.timeout(time).contextWrite(Deadline.in(time)::into).onErrorMap(failure -> problem(failure, time));
    }

    private static Throwable problem(Throwable failure, Duration time) {
        if (failure instanceof TimeoutException) {
            return ProblemType.DEADLINE_EXCEEDED.exception(
                    null, "There was no answer within " + time.toSeconds() + " s; ask for less at once, or try again.");
        }
        return failure instanceof ProblemException
                ? failure
                : ProblemType.SERVICE_UNAVAILABLE.exception(
                        null, "The inference service cannot be reached; try again in a moment.");
    }
}
