package io.vicinal.embedding.remote;

import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request to a remote model failed. */
final class RemoteException extends RuntimeException {
    /** What it means for those who wait. */
    enum Kind {
        /** The server is away or out of order; another try may do, and too many of these open the circuit. */
        AWAY,
        /** The server has too much to do; another try may do. */
        BUSY,
        /** A text is at fault; the others of its batch may do. */
        TEXT,
        /** No text will do: a wrong key, address or model. */
        REFUSED
    }

    private final Kind kind;
    private final Duration retryAfter;

    RemoteException(Kind kind, String detail, Duration retryAfter, @Nullable Throwable cause) {
        super(detail, cause, false, false);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    RemoteException(Kind kind, String detail) {
        this(kind, detail, Duration.ZERO, null);
    }

    static RemoteException garbage(String detail) {
        return new RemoteException(Kind.AWAY, "its answer is no embedding: " + detail);
    }

    Kind kind() {
        return kind;
    }

    /** What the server asks for; zero where it asks for nothing. */
    Duration retryAfter() {
        return retryAfter;
    }

    boolean mayPass() {
        return kind == Kind.AWAY || kind == Kind.BUSY;
    }

    ProblemException problem(String model) {
        String sentence = "The remote model \"%s\" gave no vector: %s.".formatted(model, getMessage());
        return switch (kind) {
            case AWAY -> ProblemType.SERVICE_UNAVAILABLE.exception("model", sentence);
            case BUSY -> ProblemType.TOO_MANY_REQUESTS.exception("model", sentence);
            case TEXT, REFUSED -> ProblemType.MODEL_FAILED.exception("text", sentence);
        };
    }
}
