package io.vicinal.kafka.stage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How long records take from being read to being committed, how many are in work, and what became of them. */
final class StageMeters {
    private final Timer duration;
    private final Counter done;
    private final Counter refused;
    private final Counter retried;
    private final Counter restarted;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong lag = new AtomicLong();
    private final MeterRegistry meters;
    private final List<Gauge> gauges;

    StageMeters(MeterRegistry meters, String stage) {
        this.duration = Timer.builder("vicinal.stage.duration")
                .description("From a record being read to its outputs being committed")
                .tag("stage", stage)
                .publishPercentiles(0.5, 0.95, 0.99)
                .register(meters);
        this.meters = meters;
        this.gauges = List.of(
                Gauge.builder("vicinal.stage.in.flight", inFlight, AtomicInteger::get)
                        .description("Records in work")
                        .tag("stage", stage)
                        .register(meters),
                Gauge.builder("vicinal.stage.lag", lag, AtomicLong::get)
                        .description("Records of the partitions that this instance reads that are not committed yet")
                        .tag("stage", stage)
                        .register(meters));
        this.done = outcome(meters, stage, "done");
        this.refused = outcome(meters, stage, "refused");
        this.retried = outcome(meters, stage, "retried");
        this.restarted = outcome(meters, stage, "restarted");
    }

    private static Counter outcome(MeterRegistry meters, String stage, String outcome) {
        return Counter.builder("vicinal.stage.outcome")
                .description("Records committed, sent to the dead letters or tried again, and restarts of the stage")
                .tag("stage", stage)
                .tag("outcome", outcome)
                .register(meters);
    }

    void committed(InFlight entry, boolean accepted) {
        duration.record(entry.ageNanos(), TimeUnit.NANOSECONDS);
        (accepted ? done : refused).increment();
        retried.increment(entry.failures());
    }

    void restarted() {
        restarted.increment();
    }

    void inFlight(int records) {
        inFlight.set(records);
    }

    void lag(long records) {
        lag.set(records);
    }

    /** Another stage of the name has gauges of its own. */
    void close() {
        gauges.forEach(meters::remove);
    }
}
