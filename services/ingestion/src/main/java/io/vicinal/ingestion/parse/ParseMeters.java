package io.vicinal.ingestion.parse;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How long files of each kind take and what comes of them, how many wait, and how the processes fare. */
final class ParseMeters {
    private final MeterRegistry meters;
    private final AtomicInteger alive;

    ParseMeters(MeterRegistry meters, Supplier<Number> queue) {
        this.meters = meters;
        Gauge.builder("vicinal.ingestion.files.queue", queue)
                .description("Files that wait for a process")
                .register(meters);
        this.alive = new AtomicInteger();
        Gauge.builder("vicinal.ingestion.files.processes", alive, AtomicInteger::get)
                .description("Processes that read files")
                .register(meters);
    }

    void read(@Nullable String contentType, String outcome, long nanos) {
        Timer.builder("vicinal.ingestion.files.duration")
                .description("Of reading one file, without waiting for a process")
                .tag("kind", kind(contentType))
                .tag("outcome", outcome.toLowerCase(Locale.ROOT))
                .register(meters)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    void started() {
        alive.incrementAndGet();
    }

    void ended(String reason) {
        alive.decrementAndGet();
        Counter.builder("vicinal.ingestion.files.processes.ended")
                .description("Processes that ended, by reason; the next file starts another")
                .tag("reason", reason.toLowerCase(Locale.ROOT))
                .register(meters)
                .increment();
    }

    /** A handful of kinds, where types are hundreds. */
    static String kind(@Nullable String type) {
        if (type == null) {
            return "unknown";
        }
        String[] kinds = {
            "pdf",
            "pdf",
            "word",
            "word",
            "presentation",
            "slides",
            "powerpoint",
            "slides",
            "sheet",
            "sheet",
            "excel",
            "sheet",
            "csv",
            "sheet",
            "html",
            "html",
            "markdown",
            "markdown",
            "epub",
            "epub",
            "rfc822",
            "mail",
            "outlook",
            "mail",
            "xml",
            "xml",
            "text/",
            "text"
        };
        for (int i = 0; i < kinds.length; i += 2) {
            if (type.contains(kinds[i])) {
                return kinds[i + 1];
            }
        }
        return "other";
    }
}
