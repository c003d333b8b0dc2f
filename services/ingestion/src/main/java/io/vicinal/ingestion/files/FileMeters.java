package io.vicinal.ingestion.files;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** How many files came in and what became of them, and how many requests are under way. */
final class FileMeters {
    private final Counter accepted;
    private final Counter rejected;
    private final AtomicInteger requests;

    FileMeters(MeterRegistry meters) {
        this.accepted = outcome(meters, "accepted");
        this.rejected = outcome(meters, "rejected");
        this.requests = meters.gauge("vicinal.ingestion.files.requests", new AtomicInteger());
    }

    private static Counter outcome(MeterRegistry meters, String outcome) {
        return Counter.builder("vicinal.ingestion.files")
                .description("Files by outcome")
                .tag("outcome", outcome)
                .register(meters);
    }

    void accepted() {
        accepted.increment();
    }

    void rejected() {
        rejected.increment();
    }

    /** @return requests under way, this one with them */
    int begun() {
        return requests.incrementAndGet();
    }

    void ended() {
        requests.decrementAndGet();
    }
}
