package io.vicinal.relevance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.contracts.collection.MinRelevance;
import io.vicinal.contracts.relevance.RelevanceApi;
import io.vicinal.contracts.relevance.RelevanceApi.Center;
import io.vicinal.contracts.relevance.RelevanceApi.RankedHit;
import io.vicinal.contracts.relevance.RelevanceApi.RankedList;
import io.vicinal.contracts.search.Background.Distribution;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListFeaturesTest {
    private static final double EXACT = 1e-6;

    private static RankedList list(List<RankedHit> hits, Center center, Distribution background) {
        return new RankedList("q", "c", 1, hits, 3, center, background, MinRelevance.NONE, false);
    }

    private static RankedHit hit(double score, Float dense) {
        return new RankedHit("d", score, dense, 2f, null, null);
    }

    @Test
    void aPlaceInTheListIsByMeanDeviationAndSoftmax() {
        ListFeatures features =
                new ListFeatures(list(List.of(hit(0.9, 0.8f), hit(0.5, 0.6f), hit(0.1, 0.4f)), null, null));
        double deviation = Math.sqrt(0.32 / 3);
        assertThat(features.of(0, Feature.Z_SCORE)).isCloseTo(0.4 / deviation, within(EXACT));
        assertThat(features.of(1, Feature.Z_SCORE)).isCloseTo(0, within(EXACT));
        double sum = 1 + Math.exp(-5) + Math.exp(-10);
        assertThat(features.of(0, Feature.LOG_ODDS)).isCloseTo(-Math.log(sum - 1), within(EXACT));
        assertThat(features.of(2, Feature.LOG_ODDS)).isCloseTo(-10 - Math.log(sum - Math.exp(-10)), within(EXACT));
        assertThat(features.of(2, Feature.LEXICAL_LOG_ODDS)).as("all alike").isCloseTo(-Math.log(2), within(EXACT));
        assertThat(features.of(2, Feature.LATE_INTERACTION_LOG_ODDS)).isNaN();
        assertThat(features.of(2, Feature.CLOSENESS_LOG_ODDS)).isNaN();
        assertThat(features.of(2, Feature.LEAST_LOG_ODDS))
                .as("of those it has")
                .isEqualTo(features.of(2, Feature.LEXICAL_LOG_ODDS));
        assertThat(features.of(1, Feature.LEXICAL_SHARE)).isEqualTo(1);
        assertThat(features.of(1, Feature.QUERY_LENGTH)).isCloseTo(Math.log(4), within(EXACT));
        assertThat(features.of(1, Feature.LATE_INTERACTION)).as("not asked for").isNaN();
    }

    @Test
    void closenessIsTheCosineOfTheCentredVectors() {
        // q = (0.8, 0.6), m = (0.6, 0), and a passage d = (0.6, 0.8) with d · m = |m|²
        Center center = new Center(0.48, 0.36);
        ListFeatures features = new ListFeatures(list(List.of(hit(1, 0.96f)), center, null));
        double expected = (0.2 * 0 + 0.6 * 0.8) / (Math.hypot(0.2, 0.6) * 0.8);
        assertThat(features.of(0, Feature.CLOSENESS)).isCloseTo(expected, within(EXACT));
        assertThat(features.of(0, Feature.BEST_CLOSENESS)).isCloseTo(expected, within(EXACT));
    }

    @Test
    void closenessOfVectorsOfNoKnownModelIsMeasuredFromAPassageAtRandom() {
        Distribution background = new Distribution(0.4, 0.1, 0.5, 0.05, 500);
        ListFeatures features = new ListFeatures(list(List.of(hit(1, 0.7f)), null, background));
        assertThat(features.of(0, Feature.CLOSENESS)).isCloseTo(0.5, within(EXACT));
        assertThat(features.of(0, Feature.SURPRISE)).isCloseTo(-Math.log(0.1) + 4, within(1e-5));
    }

    @Test
    void aHitAloneAndHitsThatAreAllAlikeStandOutInNothing() {
        ListFeatures alone = new ListFeatures(list(List.of(hit(3, 0.5f)), null, null));
        assertThat(alone.of(0, Feature.Z_SCORE)).isZero();
        assertThat(alone.of(0, Feature.LOG_ODDS)).isZero();
        ListFeatures alike = new ListFeatures(list(Collections.nCopies(50, hit(3, 0.5f)), null, null));
        assertThat(alike.of(7, Feature.Z_SCORE)).isZero();
        assertThat(alike.of(7, Feature.LOG_ODDS)).isCloseTo(-Math.log(49), within(EXACT));
    }

    @Test
    void aShortListIsFilledUpWithPassagesAtRandom() {
        Center center = new Center(0, 0);
        ListFeatures alone = new ListFeatures(list(List.of(hit(3, 0.5f)), center, null));
        assertThat(alone.of(0, Feature.Z_SCORE)).as("one of a hundred").isCloseTo(Math.sqrt(99), within(EXACT));
        assertThat(alone.of(0, Feature.LOG_ODDS)).isGreaterThan(5);
        ListFeatures two = new ListFeatures(list(List.of(hit(1, 0.7f), hit(0, 0.65f)), center, null));
        assertThat(two.of(1, Feature.Z_SCORE))
                .as("the worst of two is not worth nothing, where both are near")
                .isGreaterThan(5);
        ListFeatures one = new ListFeatures(list(List.of(hit(1, 0.7f), hit(0, 0.05f)), center, null));
        assertThat(one.of(1, Feature.LOG_ODDS)).isLessThan(-8);
    }

    @Test
    void whatComesAfterTheBestHundredChangesNothingForThem() {
        List<RankedHit> hits = new ArrayList<>(IntStream.range(0, RelevanceApi.LIST)
                .mapToObj(i -> hit(1 - i / 200.0, 0.9f - i / 500f))
                .toList());
        ListFeatures few = new ListFeatures(list(hits, null, null));
        hits.add(hit(0.0001, 0.1f));
        ListFeatures more = new ListFeatures(list(hits, null, null));
        for (Feature feature : Feature.values()) {
            assertThat(more.of(3, feature)).as(feature.written()).isEqualTo((Double) few.of(3, feature));
        }
        assertThat(more.of(RelevanceApi.LIST, Feature.Z_SCORE))
                .isLessThan(few.of(RelevanceApi.LIST - 1, Feature.Z_SCORE));
    }

    @Test
    void anEmptyListHasNone() {
        assertThat(new ListFeatures(list(List.of(), null, null)).hits()).isZero();
    }
}
