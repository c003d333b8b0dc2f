package io.vicinal.relevance.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.collection.MinRelevance;
import io.vicinal.contracts.relevance.RelevanceApi.RankedHit;
import io.vicinal.contracts.relevance.RelevanceApi.RankedList;
import io.vicinal.contracts.relevance.RelevanceModel;
import io.vicinal.contracts.relevance.RelevanceModel.Weight;
import io.vicinal.contracts.relevance.RelevanceReport;
import io.vicinal.contracts.relevance.Thresholds;
import io.vicinal.relevance.features.ListFeatures;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records of models that anyone who may write to the topic could have written. */
class LearnedModelTest {
    private static final Thresholds THRESHOLDS = new Thresholds(0.5, 0.1, 0.02);

    private static Optional<LearnedModel> read(double intercept, @Nullable Thresholds thresholds, Weight... weights) {
        RelevanceReport.Measures none = new RelevanceReport.Measures(0, 0, 0);
        return LearnedModel.of(new RelevanceModel(
                1,
                RelevanceModel.FORMAT,
                Instant.EPOCH,
                intercept,
                Arrays.asList(weights),
                thresholds,
                40,
                0,
                new RelevanceReport(0, 0, 0, 0, none, none, none, List.of(), List.of()),
                null));
    }

    private static Weight score(double mean, double deviation, double weight) {
        return new Weight("score", mean, deviation, weight);
    }

    @Test
    void whatGivesNoProbabilityIsNoModel() {
        assertThat(read(0, THRESHOLDS, score(0.5, 0.1, 1))).isPresent();
        for (double absurd : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThat(read(absurd, THRESHOLDS)).isEmpty();
            assertThat(read(0, THRESHOLDS, score(absurd, 0.1, 1))).isEmpty();
            assertThat(read(0, THRESHOLDS, score(0.5, absurd, 1))).isEmpty();
            assertThat(read(0, THRESHOLDS, score(0.5, 0.1, absurd))).isEmpty();
            assertThat(read(0, new Thresholds(0.5, absurd, 0.02))).isEmpty();
        }
        assertThat(read(0, THRESHOLDS, score(0.5, 0.1, 1e308), score(0.5, 0.1, -1e308)))
                .as("their sum is no number")
                .isEmpty();
        assertThat(read(0, new Thresholds(1.5, 0.1, 0.02))).isEmpty();
        assertThat(read(0, new Thresholds(0.5, -0.1, 0.02))).isEmpty();
        assertThat(read(0, null)).isEmpty();
        assertThat(read(0, THRESHOLDS, new Weight("colour", 0, 1, 1))).isEmpty();
        assertThat(read(0, THRESHOLDS, (Weight) null)).isEmpty();
    }

    @Test
    void whatIsReadGivesProbabilitiesHoweverGreatItsNumbersAre() {
        RankedList list = new RankedList(
                "q",
                "c",
                1,
                List.of(
                        new RankedHit("a", 1, 0.9f, 3f, null, null),
                        new RankedHit("b", -1e300, 0.1f, 0f, null, null),
                        new RankedHit("c", Double.NaN, null, null, null, null)),
                3,
                null,
                null,
                MinRelevance.NONE,
                false);
        ListFeatures features = new ListFeatures(list);
        for (LearnedModel model : List.of(
                read(1e300, THRESHOLDS).orElseThrow(),
                read(-1e300, THRESHOLDS, score(-1e300, Double.MIN_VALUE, 1e300)).orElseThrow(),
                read(0, THRESHOLDS, score(0.5, -1, -1e300)).orElseThrow())) {
            for (int hit = 0; hit < 3; hit++) {
                assertThat(model.place(features, hit)).isBetween(0.0, 1.0);
            }
        }
    }
}
