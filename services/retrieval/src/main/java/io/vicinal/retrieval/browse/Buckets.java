package io.vicinal.retrieval.browse;

import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.FieldValue;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.FacetRequest;
import io.vicinal.contracts.search.FacetRequest.Interval;
import io.vicinal.retrieval.filter.FieldColumn;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.apache.lucene.util.NumericUtils;
import org.jspecify.annotations.Nullable;

/** What numbers of a column are counted by. */
sealed interface Buckets {

    /** Adds the buckets that the number falls in. */
    void of(long number, Set<Long> buckets);

    /** What a bucket is called. */
    String text(long bucket, FieldColumn column);

    /** Each number is a bucket. */
    record Values() implements Buckets {
        @Override
        public void of(long number, Set<Long> buckets) {
            buckets.add(number);
        }

        @Override
        public String text(long bucket, FieldColumn column) {
            return column.text(bucket);
        }
    }

    /** A bucket is the first day of a year, month or day in UTC, as days since 1970. */
    record Intervals(Interval interval) implements Buckets {
        @Override
        public void of(long number, Set<Long> buckets) {
            LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(number), ZoneOffset.UTC);
            buckets.add(
                    switch (interval) {
                        case YEAR -> day.withDayOfYear(1).toEpochDay();
                        case MONTH -> day.withDayOfMonth(1).toEpochDay();
                        case DAY -> day.toEpochDay();
                    });
        }

        @Override
        public String text(long bucket, FieldColumn column) {
            return LocalDate.ofEpochDay(bucket).toString();
        }
    }

    /** A bucket is a range's number. */
    final class Ranges implements Buckets {
        /** As the column has them: the first within, and the first beyond. */
        private final long[] from;

        private final long[] to;
        private final boolean[] open;

        Ranges(List<FacetRequest.Range> ranges, FieldType type) {
            from = new long[ranges.size()];
            to = new long[ranges.size()];
            open = new boolean[ranges.size()];
            for (int i = 0; i < from.length; i++) {
                Long least = number(ranges.get(i).from(), type);
                Long beyond = number(ranges.get(i).to(), type);
                from[i] = least == null ? Long.MIN_VALUE : least;
                to[i] = beyond == null ? Long.MAX_VALUE : beyond;
                open[i] = beyond == null;
            }
        }

        /** A bound as the column has its numbers. */
        private static @Nullable Long number(@Nullable Object bound, FieldType type) {
            if (bound == null) {
                return null;
            }
            Long number = switch (type) {
                case LONG -> FieldValue.integer(bound);
                case DATE -> FieldValue.epochMillis(bound);
                default -> {
                    Double real = FieldValue.real(bound);
                    yield real == null ? null : (Long) NumericUtils.doubleToSortableLong(real);
                }
            };
            if (number == null || type == FieldType.KEYWORD || type == FieldType.BOOLEAN) {
                throw ProblemType.INVALID_VALUE.exception(
                        "facets", "a range of a facet is of " + FieldValue.kind(type));
            }
            return number;
        }

        @Override
        public void of(long number, Set<Long> buckets) {
            for (int i = 0; i < from.length; i++) {
                if (number >= from[i] && (number < to[i] || open[i])) {
                    buckets.add((long) i);
                }
            }
        }

        @Override
        public String text(long bucket, FieldColumn column) {
            return Long.toString(bucket);
        }
    }
}
