package io.vicinal.contracts.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.FieldValue;
import io.vicinal.contracts.filter.Filter.Range;
import io.vicinal.contracts.filter.RangeBounds.Doubles;
import io.vicinal.contracts.filter.RangeBounds.Longs;
import org.junit.jupiter.api.Test;

class RangeBoundsTest {
    @Test
    void openBoundsAreTheNextValue() {
        assertThat(RangeBounds.of(FieldType.LONG, new Range(1, null, 5, null))).isEqualTo(new Longs(2, 4));
        assertThat(RangeBounds.of(FieldType.LONG, new Range(null, 1, null, null)))
                .isEqualTo(new Longs(1, Long.MAX_VALUE));
        assertThat(RangeBounds.of(FieldType.DOUBLE, new Range(1.0, null, null, 2)))
                .isEqualTo(new Doubles(Math.nextUp(1.0), 2));
        assertThat(RangeBounds.of(FieldType.DOUBLE, new Range(null, null, 0, null)))
                .isEqualTo(new Doubles(Double.NEGATIVE_INFINITY, -Double.MIN_VALUE));
    }

    @Test
    void nothingIsBeyondTheEnds() {
        assertThat(RangeBounds.of(FieldType.LONG, new Range(Long.MAX_VALUE, null, null, null))
                        .isEmpty())
                .isTrue();
        assertThat(RangeBounds.of(FieldType.LONG, new Range(null, null, Long.MIN_VALUE, null))
                        .isEmpty())
                .isTrue();
        assertThat(RangeBounds.of(FieldType.LONG, new Range(1, null, 2, null)).isEmpty())
                .isTrue();
        assertThat(RangeBounds.of(FieldType.DOUBLE, new Range(1, null, 1, null)).isEmpty())
                .isTrue();
        assertThat(RangeBounds.of(FieldType.DOUBLE, new Range(null, 1, null, 1)).isEmpty())
                .isFalse();
    }

    @Test
    void aDateWithoutATimeIsItsWholeDay() {
        long first = FieldValue.epochMillis("2024-05-01T00:00:00Z");
        long last = FieldValue.epochMillis("2024-05-01T23:59:59.999Z");
        String day = "2024-05-01";
        assertThat(RangeBounds.of(FieldType.DATE, new Range(null, day, null, day)))
                .isEqualTo(new Longs(first, last));
        assertThat(RangeBounds.of(FieldType.DATE, new Range(day, null, null, null)))
                .isEqualTo(new Longs(last + 1, Long.MAX_VALUE));
        assertThat(RangeBounds.of(FieldType.DATE, new Range(null, null, day, null)))
                .isEqualTo(new Longs(Long.MIN_VALUE, first - 1));
        assertThat(RangeBounds.of(FieldType.DATE, new Range("2024-05-01T10:00:00+02:00", null, null, null)))
                .isEqualTo(new Longs(FieldValue.epochMillis("2024-05-01T08:00:00.001Z"), Long.MAX_VALUE));
    }
}
