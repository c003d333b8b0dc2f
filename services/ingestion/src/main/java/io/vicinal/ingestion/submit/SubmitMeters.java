package io.vicinal.ingestion.submit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How many documents came in and what became of them, how many are under way, and how long bodies take. */
final class SubmitMeters {
    private final Counter accepted;
    private final Counter rejected;
    private final Counter deleted;
    private final Timer duration;
    private final AtomicInteger underWay;

    SubmitMeters(MeterRegistry meters) {
        this.accepted = outcome(meters, "accepted");
        this.rejected = outcome(meters, "rejected");
        this.deleted = outcome(meters, "deleted");
        this.duration = Timer.builder("vicinal.ingestion.duration")
                .description("Of a body, from its first byte to its answer")
                .register(meters);
        this.underWay = meters.gauge("vicinal.ingestion.in.flight", new AtomicInteger());
    }

    private static Counter outcome(MeterRegistry meters, String outcome) {
        return Counter.builder("vicinal.ingestion.documents")
                .description("Documents by outcome")
                .tag("outcome", outcome)
                .register(meters);
    }

    void accepted() {
        accepted.increment();
    }

    void rejected() {
        rejected.increment();
    }

    void deleted() {
        deleted.increment();
    }

    void submitted(long nanos) {
        duration.record(nanos, TimeUnit.NANOSECONDS);
    }

    void underWay(int change) {
        underWay.addAndGet(change);
    }
}
