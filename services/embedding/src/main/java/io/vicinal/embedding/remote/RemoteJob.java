package io.vicinal.embedding.remote;

import io.vicinal.onnx.schedule.Deadline;
import io.vicinal.onnx.schedule.Lane;
import java.util.concurrent.CompletableFuture;

/**
 * One text on its way to a remote model and back.
 *
 * @param deadline after which nobody wants the vector
 * @param patience until when a server that is away is waited for
 * @param vector L2-normalised
 */
record RemoteJob(String text, Lane lane, Deadline deadline, Deadline patience, CompletableFuture<float[]> vector) {

    /** For a caller that waits: what fails, fails at once. */
    static RemoteJob of(String text, Lane lane, Deadline deadline) {
        return new RemoteJob(text, lane, deadline, new Deadline(System.nanoTime()), new CompletableFuture<>());
    }
}
