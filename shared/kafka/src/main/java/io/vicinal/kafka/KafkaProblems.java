package io.vicinal.kafka;

import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Failures of Kafka clients as problems of the API. */
public final class KafkaProblems {
    private static final Logger log = LoggerFactory.getLogger(KafkaProblems.class);

    /** @param failure of a future or a call; a problem stays what it is */
    public static ProblemException of(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return switch (cause) {
            case ProblemException problem -> problem;
            case RecordTooLargeException _ ->
                ProblemType.TOO_LARGE.exception(null, "The record is larger than the log takes.");
            case RetriableException _ -> unavailable();
            default -> {
                log.atWarn().addKeyValue("reason", String.valueOf(cause)).log("a call of the log failed");
                yield unavailable();
            }
        };
    }

    public static ProblemException unavailable() {
        return ProblemType.BROKER_UNAVAILABLE.exception(
                null,
                "The log cannot be written at the moment. Nothing is lost that was acknowledged; send it again later.");
    }

    private KafkaProblems() {}
}
