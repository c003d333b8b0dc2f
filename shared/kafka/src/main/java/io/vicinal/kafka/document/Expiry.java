package io.vicinal.kafka.document;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** When a document expires, as users write it. */
public final class Expiry {

    /** To the millisecond; empty where the text is no date-time with an offset, or beyond what milliseconds can count. */
    public static Optional<Instant> instant(String text) {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
            return Math.abs((double) instant.getEpochSecond()) < Long.MAX_VALUE / 1000.0
                    ? Optional.of(instant)
                    : Optional.empty();
        } catch (DateTimeException | ArithmeticException _) {
            return Optional.empty();
        }
    }

    private Expiry() {}
}
