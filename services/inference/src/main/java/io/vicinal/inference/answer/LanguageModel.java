package io.vicinal.inference.answer;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.vicinal.contracts.inference.Answer.Degradation;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Asks the language model, in time or not at all. What was turned away before it began is tried again a few times; once there
 * was a token, or there may have been work, never: each request is charged. Where half of the last ones found the server
 * unwell, none is sent for a while.
 */
final class LanguageModel {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final int WATCHED = 20;
    private static final int LEAST_WATCHED = 5;
    private static final Duration OPEN = Duration.ofSeconds(10);

    private final AnswerProperties properties;
    private final ChatServer server;
    private final AnswerMetrics metrics;
    private final CircuitBreaker circuit;
    private final IntervalFunction pauses = IntervalFunction.ofExponentialRandomBackoff(FIRST_PAUSE, 2.0, 0.5);

    /**
     * A piece of an answer.
     *
     * @param truncated whether it is the last of an answer whose end is missing
     */
    record Piece(String text, boolean truncated) {}

    LanguageModel(AnswerProperties properties, AnswerMetrics metrics) {
        this.properties = properties;
        this.server = new ChatServer(properties);
        this.metrics = metrics;
        this.circuit = CircuitBreaker.of(
                "vicinal-answer",
                CircuitBreakerConfig.custom()
                        .failureRateThreshold(50)
                        .slidingWindowSize(WATCHED)
                        .minimumNumberOfCalls(LEAST_WATCHED)
                        .waitDurationInOpenState(OPEN)
                        .permittedNumberOfCallsInHalfOpenState(2)
                        .build());
        metrics.watch(circuit);
    }

    /**
     * The answer as it comes; pieces may be empty. Fails with {@link UpstreamException}.
     *
     * @param most how long it may take in all; no longer than configured in any case
     */
    Flux<Piece> ask(Prompt prompt, Duration most) {
        Duration time = most.compareTo(properties.timeout()) < 0 ? most : properties.timeout();
        long end = System.nanoTime() + time.toNanos();
        return attempt(prompt, 1, end)
                .takeUntilOther(Mono.delay(time).then(Mono.error(late("it did not end in time"))))
                .doOnComplete(() -> metrics.upstream("complete"))
                .doOnError(UpstreamException.class, e -> metrics.upstream(AnswerMetrics.name(e.why())))
                .doOnCancel(() -> metrics.upstream("cancelled"));
    }

    private Flux<Piece> attempt(Prompt prompt, int number, long end) {
        AtomicBoolean began = new AtomicBoolean();
        return guarded(prompt).doOnNext(_ -> began.set(true)).onErrorResume(UpstreamException.class, failure -> {
            Duration pause = pause(failure, number);
            boolean again = failure.isUnbilled()
                    && !began.get()
                    && number < properties.attempts()
                    && pause.compareTo(properties.retryAfter()) <= 0
                    && System.nanoTime() + pause.toNanos() < end;
            if (!again) {
                return Flux.error(failure);
            }
            metrics.upstream("retried");
            return Mono.delay(pause).thenMany(attempt(prompt, number + 1, end));
        });
    }

    private Duration pause(UpstreamException failure, int number) {
        Duration grown = Duration.ofMillis(pauses.apply(number));
        return failure.retryAfter().compareTo(grown) > 0 ? failure.retryAfter() : grown;
    }

    /** A request that the circuit lets through and learns from; one that is cancelled says nothing of the server. */
    private Flux<Piece> guarded(Prompt prompt) {
        return Flux.defer(() -> {
            if (!circuit.tryAcquirePermission()) {
                return Flux.error(UpstreamException.maybeBilled(
                        Degradation.CIRCUIT_OPEN, "it failed too often, and is left alone for a moment"));
            }
            long began = System.nanoTime();
            return read(prompt)
                    .doOnComplete(() -> circuit.onSuccess(System.nanoTime() - began, TimeUnit.NANOSECONDS))
                    .doOnError(failure -> {
                        if (failure instanceof UpstreamException e && !e.isServers()) {
                            circuit.releasePermission();
                        } else {
                            circuit.onError(System.nanoTime() - began, TimeUnit.NANOSECONDS, failure);
                        }
                    })
                    .doOnCancel(circuit::releasePermission);
        });
    }

    private Flux<Piece> read(Prompt prompt) {
        ChatReader reader = new ChatReader(properties.maxTokens());
        return server.events(prompt)
                .map(data -> {
                    String text = reader.read(data);
                    return new Piece(text, reader.isTruncated());
                })
                .takeUntil(_ -> reader.isDone())
                .timeout(
                        Mono.delay(properties.firstTokenTimeout()),
                        _ -> Mono.delay(properties.stallTimeout()),
                        Flux.error(late("nothing came from it for too long")))
                .concatWith(Flux.defer(() -> reader.isDone()
                        ? Flux.empty()
                        : Flux.error(UpstreamException.maybeBilled(
                                Degradation.UPSTREAM_ENDED_EARLY, "it ended before its answer did"))));
    }

    private static UpstreamException late(String detail) {
        return UpstreamException.maybeBilled(Degradation.UPSTREAM_TIMEOUT, detail);
    }
}
