package io.vicinal.reranking.crossencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.reranking.RerankingApi.CrossEncoded;
import io.vicinal.contracts.reranking.RerankingApi.Order;
import io.vicinal.contracts.reranking.RerankingApi.Ranked;
import io.vicinal.contracts.search.Explanation.Blended;
import io.vicinal.contracts.search.Explanation.Fused;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CrossEncoderBlendTest {
    /** Scores before: 5, 4, 3, 1; scaled 1, 0.75, 0.5, 0. */
    private static final Order BEFORE = new Order(List.of(ranked(7, 5), ranked(3, 4), ranked(9, 3), ranked(1, 1)));

    private static Ranked ranked(int candidate, double score) {
        return new Ranked(candidate, score, null, new Fused("min_max", null, List.of(), score));
    }

    private static List<Ranked> blend(double weight, @Nullable Double... scores) {
        return CrossEncoderBlend.of(new CrossEncoded(BEFORE, Arrays.asList(scores), weight))
                .ranked();
    }

    @Test
    void whatWasReadIsSortedByBoth() {
        List<Ranked> blended = blend(0.5, 0.1, 0.9, 0.5, 1.0);
        assertThat(blended).extracting(Ranked::candidate).containsExactly(3, 7, 9, 1);
        assertThat(blended.get(0).score()).isCloseTo(0.5 * 0.75 + 0.5 * 0.9, within(1e-9));
        assertThat(blended.get(0).crossEncoder()).isEqualTo(0.9);
        assertThat(blended.get(0).explanation().crossEncoder())
                .isEqualTo(new Blended(0.9, 0.75, 0.5, blended.get(0).score()));
    }

    @Test
    void whatIsPinnedStaysInFront() {
        Ranked pinned = new Ranked(8, 2, null, null, null, 1, null, null, null);
        Order order = new Order(List.of(pinned, ranked(7, 5), ranked(3, 4)));
        List<Ranked> blended = CrossEncoderBlend.of(new CrossEncoded(order, List.of(0.0, 0.1, 0.9), 1))
                .ranked();
        assertThat(blended).extracting(Ranked::candidate).containsExactly(8, 3, 7);
        assertThat(blended.getFirst().pinned()).isEqualTo(1);
    }

    @Test
    void theWeightDecides() {
        assertThat(blend(0, 0.1, 0.9, 0.5, 1.0)).extracting(Ranked::candidate).containsExactly(7, 3, 9, 1);
        assertThat(blend(1, 0.1, 0.9, 0.5, 1.0)).extracting(Ranked::candidate).containsExactly(1, 3, 9, 7);
    }

    @Test
    void whatWasNotReadStandsBehindInItsOrderAndNoneOfItsScoresIsHigher() {
        List<Ranked> blended = blend(0.5, null, 0.0, 0.9);
        assertThat(blended).extracting(Ranked::candidate).containsExactly(9, 3, 7, 1);
        assertThat(blended).extracting(Ranked::score).isSortedAccordingTo(Collections.reverseOrder());
        assertThat(blended.get(2).score())
                .as("not 0.5, which is above the last read")
                .isCloseTo(0.375, within(1e-9));
        assertThat(blended.get(2).crossEncoder()).isNull();
        assertThat(blended.get(2).explanation().crossEncoder()).isEqualTo(new Blended(null, 1, 0.5, 0.375));
    }

    @Test
    void equalOnesKeepTheirOrder() {
        Order alike = new Order(List.of(ranked(4, 2), ranked(2, 2), ranked(8, 2)));
        assertThat(CrossEncoderBlend.of(new CrossEncoded(alike, List.of(0.5, 0.5, 0.5), 0.5))
                        .ranked())
                .extracting(Ranked::candidate)
                .containsExactly(4, 2, 8);
        assertThat(CrossEncoderBlend.of(new CrossEncoded(new Order(List.of()), List.of(), 0.5))
                        .ranked())
                .isEmpty();
    }

    @Test
    void refusesWhatIsNoBlend() {
        assertThatThrownBy(() -> blend(0.5, 1.0, 1.0, 1.0, 1.0, 1.0)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> blend(1.5, 1.0)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> blend(Double.NaN, 1.0)).isInstanceOf(ProblemException.class);
        for (double score : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -0.1, 1.1}) {
            assertThatThrownBy(() -> blend(0.5, 0.5, score))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().field()).isEqualTo("scores[1]"));
        }
    }

    @Test
    void whatHasNoScoreBeforeHasTheCrossEncodersAlone() {
        Order order = new Order(List.of(ranked(1, 2), ranked(2, 1), ranked(3, Double.NaN)));
        List<Ranked> blended = CrossEncoderBlend.of(new CrossEncoded(order, List.of(0.2, 0.4, 1.0), 0.5))
                .ranked();
        assertThat(blended).extracting(Ranked::candidate).containsExactly(1, 3, 2);
        assertThat(blended).extracting(Ranked::score).containsExactly(0.6, 0.5, 0.2);
    }

    @Test
    void ofOneTheScoreIsTheBestThereIs() {
        Order alone = new Order(List.of(ranked(1, 7)));
        List<Ranked> blended =
                CrossEncoderBlend.of(new CrossEncoded(alone, List.of(0.2), 0.5)).ranked();
        assertThat(blended).extracting(Ranked::score).containsExactly(0.6);
    }
}
