package io.vicinal.retrieval.shard;

import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The time by which something may be removed for good. A clock that goes back is believed, one that jumps forward is not: from
 * the earliest reading on, time passes as the machine's own counter says. Thread-safe.
 */
final class TrustedTime {
    private final Clock clock;
    private final LongSupplier nanos;
    private Instant at;
    private long atNanos;

    /** @param nanos as {@link System#nanoTime} */
    TrustedTime(Clock clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
        this.at = clock.instant();
        this.atNanos = nanos.getAsLong();
    }

    synchronized Instant now() {
        long counted = nanos.getAsLong();
        Instant passed = at.plusNanos(counted - atNanos);
        Instant read = clock.instant();
        if (read.isBefore(passed)) {
            at = read;
            atNanos = counted;
            return read;
        }
        return passed;
    }
}
