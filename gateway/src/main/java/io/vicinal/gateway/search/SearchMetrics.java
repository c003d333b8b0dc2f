package io.vicinal.gateway.search;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vicinal.contracts.error.ProblemException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/**
 * {@code vicinal.gateway.search.duration} by step and in total, {@code vicinal.gateway.search} by outcome (complete,
 * partial, refused, failed, cancelled), {@code vicinal.gateway.search.in_flight}.
 */
final class SearchMetrics {
    private static final String NAME = "vicinal.gateway.search";

    private final MeterRegistry registry;
    private final Map<StepClock.Step, Timer> steps = new EnumMap<>(StepClock.Step.class);
    private final Timer total;
    private final AtomicInteger inFlight = new AtomicInteger();

    SearchMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (StepClock.Step step : StepClock.Step.values()) {
            steps.put(step, timer(step.name().toLowerCase(Locale.ROOT)));
        }
        this.total = timer("total");
        Gauge.builder(NAME + ".in_flight", inFlight, AtomicInteger::get)
                .description("Searches that are being answered")
                .register(registry);
    }

    void step(StepClock.Step step, long nanos) {
        Timer timer = steps.get(step);
        if (timer != null) {
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    /** Counts one search from its subscription to its end. */
    <T> Mono<T> observe(Mono<T> search, Predicate<T> partial) {
        return Mono.defer(() -> {
            long began = System.nanoTime();
            inFlight.incrementAndGet();
            return search.doOnNext(result -> outcome(partial.test(result) ? "partial" : "complete"))
                    .doOnError(failure -> outcome(refused(failure) ? "refused" : "failed"))
                    .doOnCancel(() -> outcome("cancelled"))
                    .doFinally(signal -> {
                        inFlight.decrementAndGet();
                        total.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
                    });
        });
    }

    private static boolean refused(Throwable failure) {
        return failure instanceof ProblemException e && e.problem().status() < 500;
    }

    private void outcome(String outcome) {
        Counter.builder(NAME)
                .description("Searches by outcome")
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    private Timer timer(String step) {
        return Timer.builder(NAME + ".duration")
                .description("How long a step of a search took")
                .tag("step", step)
                .publishPercentileHistogram()
                .register(registry);
    }
}
