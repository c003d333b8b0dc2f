package io.vicinal.embedding.text;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Where requests are parsed and tokenized: not on event loops, and with a bound on what waits. */
public final class TokenizerThreads implements DisposableBean {
    /** How many there are. */
    public static final int THREADS = 2;

    /** The most requests that wait for one. */
    public static final int WAITING = 1024;

    private final Scheduler scheduler = Schedulers.fromExecutorService(new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().name("vicinal-tokenize-", 0).daemon().factory()));

    /** What is beyond the bound fails with {@link java.util.concurrent.RejectedExecutionException}. */
    public Scheduler scheduler() {
        return scheduler;
    }

    @Override
    public void destroy() {
        scheduler.dispose();
    }
}
