package io.vicinal.evaluation.platform;

import io.vicinal.contracts.error.Problem;
import io.vicinal.evaluation.console.UserError;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The platform answered with an error. */
public final class PlatformProblem extends UserError {
    private final Problem problem;
    private final @Nullable Duration retryAfter;

    PlatformProblem(String call, Problem problem, @Nullable Duration retryAfter) {
        super(call + ": " + problem.detail() + " (" + problem.status() + ")");
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    public Problem problem() {
        return problem;
    }

    public int status() {
        return problem.status();
    }

    /** How long the platform asks to wait before the next attempt. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Whether the same request may well succeed later. */
    public boolean passing() {
        return isPassing(status());
    }

    /** Whether an error of this status goes away by itself. */
    public static boolean isPassing(int status) {
        return status == 429 || status == 502 || status == 503 || status == 504;
    }
}
