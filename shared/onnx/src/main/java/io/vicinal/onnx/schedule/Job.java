package io.vicinal.onnx.schedule;

import io.vicinal.onnx.session.OutputReader;
import java.nio.FloatBuffer;
import java.util.concurrent.CompletableFuture;

/** One text on its way through the queue and a run. */
final class Job<T> {
    final Flow flow;
    final long[] ids;
    final CompletableFuture<T> result = new CompletableFuture<>();
    final long queuedAt = System.nanoTime();
    private final OutputReader<T> reader;
    private final Deadline deadline;
    /** Guarded by the queue's lock: out of the queue already, though its lane may still hold it. */
    boolean taken;

    Job(Flow flow, long[] ids, OutputReader<T> reader, Deadline deadline) {
        this.flow = flow;
        this.ids = ids;
        this.reader = reader;
        this.deadline = deadline;
    }

    Lane lane() {
        return flow.lane;
    }

    int tokens() {
        return ids.length;
    }

    boolean expired() {
        return deadline.hasPassed();
    }

    /** Takes the job's part out of a run's output. What the reader throws fails this job only. */
    Outcome read(FloatBuffer rows, int first, int tokens, int dimensions) {
        T value;
        try {
            value = reader.read(rows, first, tokens, dimensions);
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
            return Outcome.FAILED;
        }
        return result.complete(value) ? Outcome.ENCODED : Outcome.CANCELLED;
    }

    void fail(Throwable cause) {
        result.completeExceptionally(cause);
    }
}
