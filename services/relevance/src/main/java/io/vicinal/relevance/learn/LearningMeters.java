package io.vicinal.relevance.learn;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** {@code vicinal.relevance.learning.*}. */
public final class LearningMeters {
    private static final String PREFIX = "vicinal.relevance.learning.";

    private final MeterRegistry metrics;

    public LearningMeters(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** What is in the view, as it is asked for. */
    void counts(Supplier<Counts> counts) {
        gauge("events.counted", counts, Counts::events);
        gauge("events.ignored", counts, Counts::ignored);
        gauge("events.unmatched", counts, Counts::unmatched);
        gauge("records.unreadable", counts, Counts::garbage);
        gauge("examples", counts, Counts::examples);
        gauge("queries.waiting", counts, Counts::waiting);
        gauge("held.bytes", counts, Counts::bytes);
    }

    private void gauge(String name, Supplier<Counts> counts, ToLongFunction<Counts> value) {
        Gauge.builder(PREFIX + name, () -> value.applyAsLong(counts.get())).register(metrics);
    }

    void trained(String outcome, Duration took) {
        metrics.timer(PREFIX + "training.duration", "outcome", outcome).record(took);
    }
}
