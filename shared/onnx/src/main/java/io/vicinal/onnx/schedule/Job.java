package io.vicinal.onnx.schedule;

import io.vicinal.onnx.session.OutputReader;
import io.vicinal.onnx.session.RunText;
import java.nio.FloatBuffer;
import java.util.concurrent.CompletableFuture;

/** One text on its way through the queue and a run. */
final class Job<T> {
    final Flow flow;
    final RunText text;
    final CompletableFuture<T> result = new CompletableFuture<>();
    final long queuedAt = System.nanoTime();
    private final OutputReader<T> reader;
    private final Deadline deadline;
    /** Guarded by the queue's lock: out of the queue already, though its lane may still hold it. */
    boolean taken;

    Job(Flow flow, long[] ids, OutputReader<T> reader, Deadline deadline) {
        this(flow, RunText.of(ids), reader, deadline);
    }

    Job(Flow flow, RunText text, OutputReader<T> reader, Deadline deadline) {
        this.flow = flow;
        this.text = text;
        this.reader = reader;
        this.deadline = deadline;
    }

    Lane lane() {
        return flow.lane;
    }

    int tokens() {
        return text.tokens();
    }

    boolean expired() {
        return deadline.hasPassed();
    }

    /** Takes the job's part out of a run's output. What the reader throws fails this job only. */
    Outcome read(FloatBuffer rows, int first, int count, int dimensions) {
        T value;
        try {
            value = reader.read(rows, first, count, dimensions);
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
