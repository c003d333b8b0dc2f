package io.vicinal.embedding.text;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.onnx.schedule.ExpiredException;
import io.vicinal.onnx.schedule.SchedulerClosedException;
import io.vicinal.onnx.session.RunException;
import io.vicinal.onnx.tokenize.ModelClosedException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/** The encoder's failures as problems of the API. */
public final class EncoderProblems {

    public static Throwable of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return switch (cause) {
            case SchedulerClosedException _ ->
                ProblemType.SERVICE_UNAVAILABLE.exception(null, "The model is being unloaded; try again.");
            case ModelClosedException _ ->
                ProblemType.SERVICE_UNAVAILABLE.exception("model", "The model has been unloaded.");
            case RejectedExecutionException _ -> // the queue's, or the executor's before it
                ProblemType.TOO_MANY_REQUESTS.exception(
                        null, "The encoder has all the queries it can take; try again in a moment.");
            case ExpiredException _, TimeoutException _ ->
                ProblemType.DEADLINE_EXCEEDED.exception(
                        null, "The deadline passed before the query's turn came; allow more time.");
            case RunException e ->
                ProblemType.MODEL_FAILED.exception("text", "The model could not encode the text: " + e.getMessage());
            default -> cause;
        };
    }

    private EncoderProblems() {}
}
