package io.vicinal.kafka;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next try: doubles up to a bound, with jitter so that processes do not try in step. */
public final class Backoff {
    private final long firstMs;
    private final long mostMs;
    private int failures;

    public Backoff(Duration first, Duration most) {
        this.firstMs = first.toMillis();
        this.mostMs = most.toMillis();
    }

    public Duration next() {
        long bound = Math.min(mostMs, firstMs << Math.min(failures++, 20));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(bound / 2, bound + 1));
    }

    /** After a success. */
    public void reset() {
        failures = 0;
    }
}
