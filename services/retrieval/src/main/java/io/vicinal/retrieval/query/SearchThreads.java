package io.vicinal.retrieval.query;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.error.ProblemType;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * The threads that search: as many as cores, with a bounded queue before them, so that Lucene never runs on an event loop
 * and a flood of queries is refused instead of hoarded. A query whose caller has gone is taken from the queue.
 */
public final class SearchThreads implements AutoCloseable {
    /** As long as nothing has run for: queries come in bursts. */
    private static final Duration QUIET = Duration.ofMillis(20);

    private final ThreadPoolExecutor threads;
    private volatile long lastRun = System.nanoTime();

    public SearchThreads(int count, int queue, MeterRegistry metrics) {
        threads = new ThreadPoolExecutor(
                count,
                count,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queue),
                Thread.ofPlatform().name("search-", 0).daemon().factory());
        Gauge.builder(
                        "vicinal.retrieval.queue",
                        threads,
                        executor -> executor.getQueue().size())
                .description("queries that wait for a thread")
                .register(metrics);
    }

    /** Whether no query waits or runs, and none did a moment ago. */
    public boolean isIdle() {
        return threads.getActiveCount() == 0
                && threads.getQueue().isEmpty()
                && System.nanoTime() - lastRun > QUIET.toNanos();
    }

    /** Runs the work on a search thread once subscribed; null is an empty answer. */
    <T> Mono<T> run(Callable<@Nullable T> work) {
        return Mono.create(sink -> {
            FutureTask<Void> task = new FutureTask<>(() -> emit(work, sink), null);
            try {
                threads.execute(task);
                sink.onCancel(() -> drop(task));
            } catch (RejectedExecutionException e) {
                sink.error(
                        threads.isShutdown()
                                ? ProblemType.SHARD_UNAVAILABLE.exception(null, "this node is shutting down")
                                : ProblemType.TOO_MANY_REQUESTS.exception(
                                        null, "this node has all the queries it can take; ask again in a moment"));
            }
        });
    }

    private <T> void emit(Callable<@Nullable T> work, MonoSink<T> sink) {
        try {
            sink.success(work.call());
        } catch (Exception e) {
            sink.error(e);
        } finally {
            lastRun = System.nanoTime();
        }
    }

    private void drop(Future<?> task) {
        task.cancel(false);
        threads.remove((Runnable) task);
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
