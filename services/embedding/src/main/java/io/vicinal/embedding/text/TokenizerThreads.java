package io.vicinal.embedding.text;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vicinal.service.http.JsonBody;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Where requests are parsed and tokenized: not on event loops, and with a bound on what waits. */
public final class TokenizerThreads implements DisposableBean {
    /** How many there are. */
    public static final int THREADS = 2;

    /** The most requests that wait for one. */
    public static final int WAITING = 1024;

    private static final int BODY_BYTES = 64 << 20;

    private final Scheduler scheduler = Schedulers.fromExecutorService(new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().name("vicinal-tokenize-", 0).daemon().factory()));

    private final Timer duration;

    public TokenizerThreads(MeterRegistry metrics) {
        duration = Timer.builder("vicinal.embedding.tokenize.duration")
                .description("A text of a request to tokens")
                .register(metrics);
    }

    /** Tokenizes, on the caller's thread, and says how long it took. */
    public <T> T timed(Supplier<T> tokenizing) {
        return Objects.requireNonNull(duration.record(tokenizing));
    }

    /** What is beyond the bound fails with {@link java.util.concurrent.RejectedExecutionException}. */
    public Scheduler scheduler() {
        return scheduler;
    }

    /** A JSON body of at most 64 MiB, parsed here; fails as {@link JsonBody} does. */
    public <T> Mono<T> read(ServerHttpRequest request, Class<T> type) {
        JsonBody.requireJson(request);
        return JsonBody.bytes(request, BODY_BYTES).publishOn(scheduler).map(body -> JsonBody.parse(body, type));
    }

    @Override
    public void destroy() {
        scheduler.dispose();
    }
}
