package io.vicinal.inference.ingest;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What inference on ingest tells of itself. */
final class IngestMetrics {
    private static final String NAME = "vicinal.inference.ingest";

    /** What became of a record. */
    enum Outcome {
        /** Came out with a label. */
        CLASSIFIED,
        /** Came out without one, and why. */
        ABSTAINED,
        /** Has a label already: it is an example. */
        EXAMPLE,
        /** Is a deletion. */
        DELETION,
        /** Another write of the document has taken its place, and stands further on. */
        REPLACED,
        /** The document is not there: deleted, expired, or refused by who embeds it. */
        GONE,
        /** Can never come out, and is a dead letter. */
        FAILED
    }

    private final MeterRegistry registry;
    private final Timer duration;

    IngestMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.duration = Timer.builder(NAME + ".duration")
                .description("A new document from its record to its label, and the wait for being searchable")
                .publishPercentileHistogram()
                .register(registry);
    }

    Timer.Sample start() {
        return Timer.start(registry);
    }

    void done(Timer.Sample sample, Outcome outcome) {
        if (outcome == Outcome.CLASSIFIED || outcome == Outcome.ABSTAINED) {
            sample.stop(duration);
        }
        registry.counter(NAME + ".documents", "outcome", outcome.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    /** A round that could not be: retrieval is away, or nothing could be learned. */
    void waits() {
        registry.counter(NAME + ".retries").increment();
    }

    /** To be taken out again with {@link #remove}. */
    List<Meter> watch(String collection, Rounds rounds) {
        return List.of(
                gauge("queue", "Documents that wait for their turn", collection, rounds, Rounds::waiting),
                gauge(
                        "held.up",
                        "1 while nothing can be classified, because retrieval is away or nothing can be learned",
                        collection,
                        rounds,
                        all -> all.heldUpBy() == null ? 0 : 1));
    }

    private Gauge gauge(
            String what, String description, String collection, Rounds rounds, ToDoubleFunction<Rounds> value) {
        return Gauge.builder(NAME + "." + what, rounds, value)
                .description(description)
                .tag("collection", collection)
                .register(registry);
    }

    void remove(List<Meter> meters) {
        meters.forEach(registry::remove);
    }
}
