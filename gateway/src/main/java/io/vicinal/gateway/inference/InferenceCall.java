package io.vicinal.gateway.inference;

import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.service.deadline.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/** A call of the inference service that ends in time, in an answer or a problem. */
public final class InferenceCall {
    private final Duration most;

    /** @param most that an answer may take */
    public InferenceCall(Duration most) {
        this.most = most;
    }

    <T> Mono<T> within(Mono<T> call) {
        return call.timeout(most).contextWrite(Deadline.in(most)::into).onErrorMap(this::problem);
    }

    private Throwable problem(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return ProblemType.DEADLINE_EXCEEDED.exception(
                    null, "There was no answer within " + most.toSeconds() + " s; send fewer texts, or try again.");
        }
        return failure instanceof ProblemException
                ? failure
                : ProblemType.SERVICE_UNAVAILABLE.exception(
                        null, "The inference service cannot be reached; try again in a moment.");
    }
}
