package io.vicinal.contracts.collection;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value read as the type of its field: the one place where documents, filters and the index do. What does not fit
 * its type is null.
 */
public final class FieldValue {

    /** Whether the value, not an array of them, is one of the type. */
    public static boolean fits(FieldType type, @Nullable Object value) {
        return switch (type) {
            case KEYWORD, TEXT -> string(value) != null;
            case LONG -> integer(value) != null;
            case DOUBLE -> real(value) != null;
            case BOOLEAN -> bool(value) != null;
            case DATE -> epochMillis(value) != null;
        };
    }

    /** What a value of the type is, for a sentence that asks for one. */
    public static String kind(FieldType type) {
        return switch (type) {
            case KEYWORD, TEXT -> "a string";
            case LONG -> "a whole number of 64 bits";
            case DOUBLE -> "a number";
            case BOOLEAN -> "true or false";
            case DATE -> "a date such as \"2024-05-01\" or \"2024-05-01T12:00:00+02:00\"";
        };
    }

    public static @Nullable String string(@Nullable Object value) {
        return value instanceof String text ? text : null;
    }

    public static @Nullable Boolean bool(@Nullable Object value) {
        return value instanceof Boolean bool ? bool : null;
    }

    public static @Nullable Long integer(@Nullable Object value) {
        return switch (value) {
            case Long number -> number;
            case Integer number -> number.longValue();
            case BigInteger number when number.bitLength() < Long.SIZE -> number.longValue();
            case null, default -> null;
        };
    }

    /** A finite number. Negative zero becomes zero: they are equal as numbers and differ as bits. */
    public static @Nullable Double real(@Nullable Object value) {
        return value instanceof Number number && Double.isFinite(number.doubleValue())
                ? Double.valueOf(number.doubleValue() + 0.0)
                : null;
    }

    /** The instant of a date-time; a date without a time is its first moment in UTC. Finer than milliseconds is cut off. */
    public static @Nullable Long epochMillis(@Nullable Object value) {
        Instant instant = instant(value, 0);
        return instant == null ? null : millis(instant);
    }

    /** The last millisecond that a date covers: of a date without a time the day's in UTC, else the instant itself. */
    public static @Nullable Long lastEpochMillis(@Nullable Object value) {
        Instant next = instant(value, 1);
        if (next == null || !(value instanceof String text)) {
            return null;
        }
        return isDay(text) ? millis(next.minusMillis(1)) : millis(next);
    }

    private static @Nullable Instant instant(@Nullable Object value, int daysLater) {
        if (!(value instanceof String text)) {
            return null;
        }
        try {
            return isDay(text)
                    ? LocalDate.parse(text)
                            .plusDays(daysLater)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static boolean isDay(String text) {
        return text.indexOf('T') < 0;
    }

    private static @Nullable Long millis(Instant instant) {
        try {
            return instant.toEpochMilli();
        } catch (ArithmeticException _) {
            return null; // more than 292 million years from 1970
        }
    }

    private FieldValue() {}
}
