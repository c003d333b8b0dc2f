package io.vicinal.contracts.collection;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldValueTest {
    @ParameterizedTest
    @CsvSource({
        "2024-05-01,                     2024-05-01T00:00:00Z",
        "2024-05-01T12:00:00+02:00,      2024-05-01T10:00:00Z",
        "2024-05-01T00:30:00-10:00,      2024-05-01T10:30:00Z",
        "2024-05-01T12:00Z,              2024-05-01T12:00:00Z",
        "2024-05-01T12:00:00.123456789Z, 2024-05-01T12:00:00.123Z",
        "2024-02-29,                     2024-02-29T00:00:00Z",
        "0001-01-01,                     0001-01-01T00:00:00Z"
    })
    void aDateIsAnInstantToTheMillisecond(String text, Instant instant) {
        assertThat(FieldValue.epochMillis(text)).isEqualTo(instant.toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "May",
                "2024-5-1",
                "2023-02-29",
                "2024-05-01 12:00:00Z",
                "2024-05-01T12:00:00",
                "2024-05-01T25:00:00Z",
                "2024-05-01T12:00:00+25:00",
                "+999999999-12-31"
            })
    void whatIsNoDateDoesNotFit(String text) {
        assertThat(FieldValue.epochMillis(text)).isNull();
        assertThat(FieldValue.fits(FieldType.DATE, text)).isFalse();
    }

    @Test
    void aDateWithoutATimeLastsToTheEndOfItsDay() {
        assertThat(FieldValue.lastEpochMillis("2024-02-28"))
                .isEqualTo(Instant.parse("2024-02-28T23:59:59.999Z").toEpochMilli());
        assertThat(FieldValue.lastEpochMillis("2024-02-28T12:00:00Z"))
                .isEqualTo(FieldValue.epochMillis("2024-02-28T12:00:00Z"));
        assertThat(FieldValue.lastEpochMillis("soon")).isNull();
    }

    @Test
    void numbersKeepTheirValue() {
        assertThat(FieldValue.integer(7)).isEqualTo(7);
        assertThat(FieldValue.integer(BigInteger.valueOf(Long.MIN_VALUE))).isEqualTo(Long.MIN_VALUE);
        assertThat(FieldValue.integer(BigInteger.ONE.shiftLeft(63))).isNull();
        assertThat(FieldValue.integer(1.0)).isNull();
        assertThat(FieldValue.real(7)).isEqualTo(7.0);
        assertThat(FieldValue.real(-0.0)).isEqualTo(0.0);
        assertThat(FieldValue.real(Double.POSITIVE_INFINITY)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"KEYWORD", "TEXT", "LONG", "DOUBLE", "BOOLEAN", "DATE"})
    void nothingAListAndAnObjectFitNoType(FieldType type) {
        assertThat(FieldValue.fits(type, null)).isFalse();
        assertThat(FieldValue.fits(type, List.of("a"))).isFalse();
        assertThat(FieldValue.fits(type, Map.of())).isFalse();
        assertThat(FieldValue.kind(type)).isNotEmpty();
    }
}
