package io.vicinal.inference.answer;

import io.vicinal.contracts.inference.Answer.Degradation;
import java.time.Duration;

/** Why a language model did not word an answer. Without a stack trace: it is expected. */
final class UpstreamException extends RuntimeException {
    private final Degradation why;
    private final boolean unbilled;
    private final Duration retryAfter;

    private UpstreamException(Degradation why, String detail, boolean unbilled, Duration retryAfter) {
        super(detail, null, false, false);
        this.why = why;
        this.unbilled = unbilled;
        this.retryAfter = retryAfter;
    }

    /** It may have worked for this request, and charged it: another one would be charged again. */
    static UpstreamException maybeBilled(Degradation why, String detail) {
        return new UpstreamException(why, detail, false, Duration.ZERO);
    }

    /** The request was turned away or did not arrive: another one may come through. */
    static UpstreamException unbilled(Degradation why, String detail, Duration retryAfter) {
        return new UpstreamException(why, detail, true, retryAfter);
    }

    Degradation why() {
        return why;
    }

    boolean isUnbilled() {
        return unbilled;
    }

    /** What the server asks for; zero where it does not say. */
    Duration retryAfter() {
        return retryAfter;
    }

    /** Whether it says that the server is not well, unlike one that is busy or does not like the request. */
    boolean isServers() {
        return switch (why) {
            case UPSTREAM_UNAVAILABLE, UPSTREAM_TIMEOUT, UPSTREAM_GARBAGE, UPSTREAM_ENDED_EARLY, UPSTREAM_EMPTY -> true;
            case UPSTREAM_BUSY, UPSTREAM_REFUSED, CIRCUIT_OPEN, NO_MODEL -> false;
        };
    }
}
