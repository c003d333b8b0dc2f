package io.vicinal.onnx.schedule;

import java.util.concurrent.RejectedExecutionException;

/** The encoder is being shut down; the text was not run. */
public final class SchedulerClosedException extends RejectedExecutionException {
    SchedulerClosedException() {
        super("The encoder is shutting down.");
    }
}
