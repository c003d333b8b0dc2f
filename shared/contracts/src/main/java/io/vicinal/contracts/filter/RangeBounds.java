package io.vicinal.contracts.filter;

import static java.util.Objects.requireNonNullElse;

import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.FieldValue;
import io.vicinal.contracts.filter.Filter.Range;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The values that a {@link Range} lets through, from the least to the greatest of them, both included. */
public sealed interface RangeBounds {

    /** Whether no value lies within. */
    boolean isEmpty();

    /** Of a long, or of a date as milliseconds since 1970. */
    record Longs(long least, long greatest) implements RangeBounds {
        @Override
        public boolean isEmpty() {
            return least > greatest;
        }
    }

    record Doubles(double least, double greatest) implements RangeBounds {
        @Override
        public boolean isEmpty() {
            return least > greatest;
        }
    }

    /**
     * A date without a time stands for its whole day in UTC: {@code lte} includes the day, {@code gt} begins after it.
     *
     * @param type long, double or date
     * @param range whose bounds fit the type, as {@link FieldValue#fits} says
     */
    static RangeBounds of(FieldType type, Range range) {
        return switch (type) {
            case LONG -> longs(range, FieldValue::integer, FieldValue::integer);
            case DATE -> longs(range, FieldValue::epochMillis, FieldValue::lastEpochMillis);
            case DOUBLE -> doubles(range);
            case KEYWORD, TEXT, BOOLEAN -> throw new IllegalArgumentException("values of " + type + " have no range");
        };
    }

    /** @param first the least value that a bound covers, {@code last} the greatest */
    private static Longs longs(
            Range range,
            Function<@Nullable Object, @Nullable Long> first,
            Function<@Nullable Object, @Nullable Long> last) {
        Long gt = read(range.gt(), last);
        Long lt = read(range.lt(), first);
        if ((gt != null && gt == Long.MAX_VALUE) || (lt != null && lt == Long.MIN_VALUE)) {
            return new Longs(1, 0);
        }
        long least = requireNonNullElse(read(range.gte(), first), Long.MIN_VALUE);
        long greatest = requireNonNullElse(read(range.lte(), last), Long.MAX_VALUE);
        return new Longs(
                gt == null ? least : Math.max(least, gt + 1), lt == null ? greatest : Math.min(greatest, lt - 1));
    }

    private static Doubles doubles(Range range) {
        Double gt = read(range.gt(), FieldValue::real);
        Double lt = read(range.lt(), FieldValue::real);
        double least = requireNonNullElse(read(range.gte(), FieldValue::real), Double.NEGATIVE_INFINITY);
        double greatest = requireNonNullElse(read(range.lte(), FieldValue::real), Double.POSITIVE_INFINITY);
        return new Doubles(
                gt == null ? least : Math.max(least, Math.nextUp(gt)),
                lt == null ? greatest : Math.min(greatest, Math.nextDown(lt)));
    }

    private static <T> @Nullable T read(@Nullable Object bound, Function<@Nullable Object, @Nullable T> reader) {
        T value = bound == null ? null : reader.apply(bound);
        if (bound != null && value == null) {
            throw new IllegalArgumentException("a bound does not fit the field's type");
        }
        return value;
    }
}
