package io.vicinal.gateway.search;

import io.vicinal.contracts.search.SearchResult.Took;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** How long each step of one search took, over all attempts. Thread-safe. */
final class StepClock {
    enum Step {
        EMBED,
        RETRIEVE,
        RERANK,
        JUDGE,
        FETCH,
        HIGHLIGHT
    }

    private final Map<Step, Long> nanos = new ConcurrentHashMap<>();
    private final SearchMetrics metrics;
    private final long beganNanos = System.nanoTime();

    StepClock(SearchMetrics metrics) {
        this.metrics = metrics;
    }

    <T> Mono<T> time(Step step, Mono<T> work) {
        return Mono.defer(() -> {
            long began = System.nanoTime();
            return work.doOnTerminate(() -> {
                long took = System.nanoTime() - began;
                nanos.merge(step, took, Long::sum);
                metrics.step(step, took);
            });
        });
    }

    Took took() {
        return new Took(
                ms(of(Step.EMBED)),
                ms(of(Step.RETRIEVE)),
                ms(of(Step.RERANK)),
                ms(of(Step.FETCH)),
                nanos.containsKey(Step.HIGHLIGHT) ? ms(of(Step.HIGHLIGHT)) : null,
                ms(System.nanoTime() - beganNanos),
                nanos.containsKey(Step.JUDGE) ? ms(of(Step.JUDGE)) : null);
    }

    private long of(Step step) {
        return nanos.getOrDefault(step, 0L);
    }

    /** Milliseconds to the microsecond. */
    private static double ms(long nanos) {
        return Math.round(nanos / 1e3) / 1e3;
    }
}
