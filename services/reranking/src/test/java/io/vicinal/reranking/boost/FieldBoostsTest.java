package io.vicinal.reranking.boost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.Boost;
import io.vicinal.contracts.search.Boost.Function;
import io.vicinal.contracts.search.Boost.Numeric;
import io.vicinal.contracts.search.Boost.Recency;
import io.vicinal.contracts.search.Explanation.Boosted;
import io.vicinal.contracts.search.Explanation.FieldBoost;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FieldBoostsTest {
    private static final Instant NOW = Instant.parse("2024-05-31T00:00:00Z");
    private static final Offset<Double> ROUNDING = Offset.offset(1e-12);

    @Test
    void theScoreIsScaledAndWhatFieldsAreWorthIsAdded() {
        Boost linear = numeric(0.5, Function.LINEAR, null);
        Boost values = new Boost("kind", 2.0, null, null, Map.of("manual", 1.0, "blog", -0.5));
        List<Signals> candidates = List.of(
                candidate(10L, "manual"), candidate(20L, "blog"), candidate(30L, "other"), candidate(null, null));
        FieldBoosts boosts = new FieldBoosts(List.of(linear, values), candidates, new double[] {4, 8, 6, 4}, NOW);
        assertThat(boosts.scores()).containsExactly(0 + 0 + 2.0, 1 + 0.5 * 0.5 + 2 * -0.5, 0.5 + 0.5 * 1 + 0, 0);
        assertThat(boosts.explain(1))
                .isEqualTo(new Boosted(
                        1,
                        List.of(new FieldBoost("f", 20L, 0.5, 0.5, 0.25), new FieldBoost("kind", "blog", -0.5, 2, -1)),
                        0.25));
        assertThat(boosts.explain(3).fields())
                .as("no value, no boost")
                .containsExactly(new FieldBoost("f", null, 0, 0.5, 0), new FieldBoost("kind", null, 0, 2, 0));
    }

    @Test
    void recencyHalvesWithEachHalfLifeAndIsWholeFromTheOriginOn() {
        Boost recency = new Boost("day", 1.0, new Recency("30d", null), null, null);
        assertThat(worth(
                        recency,
                        millis("2024-05-31"),
                        millis("2024-05-01"),
                        millis("2024-04-01"),
                        millis("2030-01-01")))
                .containsExactly(1, 0.5, 0.25, 1);
        Boost asOf = new Boost("day", 1.0, new Recency("12h", "2024-05-01T12:00:00+02:00"), null, null);
        assertThat(worth(asOf, millis("2024-05-01"))[0]).isCloseTo(Math.pow(2, -10.0 / 12), ROUNDING);
        FieldBoosts explained =
                new FieldBoosts(List.of(recency), List.of(candidate(millis("2024-05-01"))), new double[] {1}, NOW);
        assertThat(explained.explain(0).fields().getFirst().value()).isEqualTo("2024-05-01T00:00:00Z");
        assertThat(worth(recency, Long.MIN_VALUE, Long.MAX_VALUE)).containsExactly(0, 1);
    }

    @Test
    void log1pIsByTheGreatestAndNothingBelowZero() {
        assertThat(worth(numeric(1.0, Function.LOG1P, null), 0L, 9L, 99L, -5L))
                .satisfies(worth -> assertThat(worth[0]).isZero())
                .satisfies(worth -> assertThat(worth[1]).isCloseTo(0.5, ROUNDING))
                .satisfies(worth -> assertThat(worth[2]).isEqualTo(1))
                .satisfies(worth -> assertThat(worth[3]).isZero());
        assertThat(worth(numeric(1.0, Function.LOG1P, null), 0L, -3L)).containsExactly(0, 0);
    }

    @Test
    void saturationIsAHalfAtThePivotAndNeverMoreThanOne() {
        assertThat(worth(numeric(1.0, Function.SATURATION, 10.0), 10L, 30.0, -1L, Double.MAX_VALUE, 0L))
                .containsExactly(0.5, 0.75, 0, 1, 0);
        assertThat(worth(numeric(1.0, Function.SATURATION, Double.MIN_VALUE), Double.MAX_VALUE))
                .containsExactly(1);
    }

    @Test
    void linearOfOneNumberIsWholeAndOfExtremesWithinBounds() {
        assertThat(worth(numeric(1.0, Function.LINEAR, null), 7L, 7L)).containsExactly(1, 1);
        assertThat(worth(numeric(1.0, Function.LINEAR, null), 0L, 0L)).containsExactly(0, 0);
        assertThat(worth(numeric(1.0, Function.LINEAR, null), -Double.MAX_VALUE, 0L, Double.MAX_VALUE))
                .containsExactly(0, 0.5, 1);
    }

    @Test
    void candidatesOfAnEarlierReleaseAndOfAnotherTypeAreWithoutValue() {
        List<Signals> candidates = List.of(
                new Signals("old", 1f, null, null),
                candidate("text where a number is asked for"),
                new Signals("short", 1f, null, null, null, null, null, List.of()));
        FieldBoosts boosts = new FieldBoosts(
                List.of(numeric(1.0, Function.LINEAR, null)), candidates, new double[] {Double.NaN, 2, 1}, NOW);
        assertThat(boosts.scores()).containsExactly(0, 1, 0);
    }

    @Test
    void aBoostThatSaysNoWayIsAProblem() {
        for (Boost broken : List.of(
                new Boost("f", 1.0, null, null, null),
                new Boost("f", 1.0, new Recency("a month", null), null, null),
                new Boost("f", 1.0, null, new Numeric(null, null), null),
                numeric(1.0, Function.SATURATION, null))) {
            assertThatThrownBy(() -> worth(broken, 1L))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().field()).startsWith("boosts[0]"));
        }
    }

    /** Of candidates with the same score, so that scaled scores are all 1. */
    private static double[] worth(Boost boost, @Nullable Object... values) {
        List<Signals> candidates = new ArrayList<>();
        for (Object value : values) {
            candidates.add(candidate(value));
        }
        double[] same = IntStream.range(0, values.length).mapToDouble(_ -> 1).toArray();
        FieldBoosts boosts = new FieldBoosts(List.of(boost), candidates, same, NOW);
        return IntStream.range(0, values.length)
                .mapToDouble(i -> boosts.explain(i).fields().getFirst().boost())
                .toArray();
    }

    private static Boost numeric(double weight, Function function, @Nullable Double pivot) {
        return new Boost("f", weight, null, new Numeric(function, pivot), null);
    }

    private static long millis(String day) {
        return Instant.parse(day + "T00:00:00Z").toEpochMilli();
    }

    private static Signals candidate(@Nullable Object... values) {
        List<@Nullable Object> all = new ArrayList<>();
        for (Object value : values) {
            all.add(value);
        }
        return new Signals("d", 0f, null, null, null, null, null, all);
    }
}
