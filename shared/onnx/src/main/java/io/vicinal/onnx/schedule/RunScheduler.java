package io.vicinal.onnx.schedule;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.onnx.session.GraphSession;
import io.vicinal.onnx.session.OutputReader;
import io.vicinal.onnx.session.RunText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Feeds a model's sessions, one worker thread for each. Interactive texts overtake bulk ones at the next run, and bulk
 * keeps a stated share. Owns the sessions. Thread-safe.
 *
 * <p>Futures complete on a worker: what follows must be short, or hop to a thread of its own.
 */
public final class RunScheduler implements AutoCloseable {
    private final RunQueue queue;
    private final RunMetrics metrics;
    private final List<RunWorker> workers = new ArrayList<>();
    /** Moving mean of nanoseconds a token, for the estimate of when there will be room. */
    private final AtomicLong nanosPerToken = new AtomicLong(100_000);

    /** @param bulkSessions how many of the sessions bulk work may have at once */
    public RunScheduler(
            String model,
            List<GraphSession> sessions,
            int bulkSessions,
            ScheduleSettings settings,
            MeterRegistry registry) {
        metrics = new RunMetrics(registry, model);
        queue = new RunQueue(settings, BulkPermits.HERE, bulkSessions, metrics::count);
        metrics.watch(queue);
        BulkPermits.HERE.atLeast(bulkSessions);
        for (int i = 0; i < sessions.size(); i++) {
            workers.add(new RunWorker("vicinal-onnx-" + i, sessions.get(i), queue, metrics, this::learn));
        }
        workers.forEach(Thread::start);
    }

    /**
     * Queues a text; cancelling the future drops it before its run.
     *
     * @param text as the model reads it, special tokens counted
     * @throws QueueFullException when the lane has no room
     * @throws SchedulerClosedException after {@link #close}
     */
    public <T> CompletableFuture<T> submit(Flow flow, RunText text, OutputReader<T> reader, Deadline deadline) {
        Job<T> job = new Job<>(flow, text, reader, deadline);
        if (!queue.offer(job)) {
            metrics.count(job, Outcome.REJECTED);
            Lane lane = flow.lane;
            throw new QueueFullException(lane, queue.texts(lane), queue.tokens(lane), untilRoom(lane));
        }
        return job.result;
    }

    /** Like {@link #submit}, but blocks the caller until half of the lane is free: a log leaves room for
     * requests. */
    public <T> CompletableFuture<T> submitWhenRoom(Flow flow, RunText text, OutputReader<T> reader, Deadline deadline)
            throws InterruptedException {
        Job<T> job = new Job<>(flow, text, reader, deadline);
        queue.put(job);
        return job.result;
    }

    private void learn(long nanos, int tokens) {
        long each = nanos / tokens;
        nanosPerToken.updateAndGet(mean -> mean + (each - mean) / 16);
    }

    /** Half of what waits should have run by then. */
    private Duration untilRoom(Lane lane) {
        long nanos = queue.tokens(lane) / 2 * nanosPerToken.get() / Math.max(1, workers.size());
        return Duration.ofNanos(Math.max(nanos, Duration.ofMillis(100).toNanos()));
    }

    /** Ends the runs in progress, fails what waits, and closes the sessions. */
    @Override
    public void close() {
        queue.close().forEach(job -> {
            metrics.count(job, Outcome.CANCELLED);
            job.fail(new SchedulerClosedException());
        });
        workers.forEach(RunWorker::end);
    }
}
