package io.vicinal.retrieval.filter;

import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A JSON value read as its field's type; what does not fit is a {@link ProblemException} that names the field. */
final class FieldValue {

    static String string(String field, FieldType type, @Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw doesNotFit(field, type, "a string");
    }

    static boolean bool(String field, @Nullable Object value) {
        if (value instanceof Boolean bool) {
            return bool;
        }
        throw doesNotFit(field, FieldType.BOOLEAN, "true or false");
    }

    static long integer(String field, @Nullable Object value) {
        if (value instanceof Long || value instanceof Integer) {
            return ((Number) value).longValue();
        }
        if (value instanceof BigInteger big && big.bitLength() < Long.SIZE) {
            return big.longValue();
        }
        throw doesNotFit(field, FieldType.LONG, "an integer of 64 bits");
    }

    /** Negative zero becomes zero: they are equal as numbers and differ as points. */
    static double real(String field, @Nullable Object value) {
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue() + 0.0;
        }
        throw doesNotFit(field, FieldType.DOUBLE, "a finite number");
    }

    /** A date is its first moment in UTC. */
    static long epochMillis(String field, @Nullable Object value) {
        if (value instanceof String text) {
            try {
                return text.indexOf('T') < 0
                        ? LocalDate.parse(text)
                                .atStartOfDay(ZoneOffset.UTC)
                                .toInstant()
                                .toEpochMilli()
                        : OffsetDateTime.parse(text).toInstant().toEpochMilli();
            } catch (DateTimeException | ArithmeticException e) {
                throw doesNotFit(field, FieldType.DATE, "an ISO 8601 date or date-time with an offset");
            }
        }
        throw doesNotFit(field, FieldType.DATE, "a string with an ISO 8601 date");
    }

    private static ProblemException doesNotFit(String field, FieldType type, String expected) {
        return ProblemType.INVALID_VALUE.exception(
                field,
                "the field " + field + " is of type " + type.name().toLowerCase(Locale.ROOT) + " and takes "
                        + expected);
    }

    private FieldValue() {}
}
