package io.vicinal.reranking.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.reranking.RerankingApi.CrossEncoded;
import io.vicinal.contracts.reranking.RerankingApi.CrossRead;
import io.vicinal.contracts.reranking.RerankingApi.Order;
import io.vicinal.contracts.reranking.RerankingApi.Ranked;
import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.Diversity;
import io.vicinal.contracts.search.Explanation.Blended;
import io.vicinal.contracts.search.Explanation.Diversified;
import io.vicinal.contracts.search.Explanation.Fused;
import io.vicinal.reranking.crossencoder.CrossEncoderBlend;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Diversity over what a cross-encoder has blended: the hits 0 to 3 had the scores 4 to 1; 0 and 1 are twins, as are 2 and 3. */
class DiversifiedOrderTest {
    private static final byte[] ONE = {127, 0};
    private static final byte[] OTHER = {0, 127};

    private static List<Ranked> order(Diversity diversity, Order before) {
        List<Signals> hits = before.ranked().stream()
                .map(hit ->
                        new Signals("d" + hit.candidate(), null, null, null).with(hit.candidate() < 2 ? ONE : OTHER))
                .toList();
        return DiversifiedOrder.of(new CrossRead(before, hits, diversity)).ranked();
    }

    private static Order read(@Nullable Integer pinned, @Nullable Double... scores) {
        List<Ranked> fused = List.of(hit(0, 4, pinned), hit(1, 3, null), hit(2, 2, null), hit(3, 1, null));
        return CrossEncoderBlend.of(new CrossEncoded(new Order(fused), Arrays.asList(scores), 0.5));
    }

    private static Ranked hit(int candidate, double score, @Nullable Integer pinned) {
        Fused why = new Fused("min_max", null, List.of(), score);
        return new Ranked(candidate, score, null, why, null, pinned, null, null, null);
    }

    @Test
    void theTwinOfTheBestGoesBehindAnotherKindAndKeepsItsScore() {
        Order before = read(null, 0.9, 0.8, 0.7, 0.1);
        assertThat(before.ranked()).extracting(Ranked::candidate).containsExactly(0, 1, 2, 3);
        List<Ranked> ranked = order(new Diversity(0.5), before);
        assertThat(ranked).extracting(Ranked::candidate).containsExactly(0, 2, 1, 3);
        Ranked twin = ranked.get(2);
        assertThat(twin.score()).isEqualTo(before.ranked().get(1).score());
        assertThat(twin.crossEncoder()).isEqualTo(0.8);
        Blended blended = Objects.requireNonNull(
                Objects.requireNonNull(twin.explanation()).crossEncoder());
        assertThat(blended.score()).isEqualTo(twin.score());
        Diversified why = Objects.requireNonNull(twin.diversity());
        assertThat(why.mostSimilar()).isEqualTo("d0");
        assertThat(why.similarity()).isEqualTo(1);
        double least = before.ranked().getLast().score();
        double most = before.ranked().getFirst().score();
        assertThat(why.relevance()).isCloseTo((twin.score() - least) / (most - least), within(1e-12));
        assertThat(why.value()).isCloseTo(0.5 * why.relevance() - 0.5, within(1e-12));
    }

    /** The cross-encoder's score, not the one before it, is what the likeness is weighed against. */
    @Test
    void whatTheCrossEncoderSaysIsWhatCounts() {
        Order before = read(null, 0.0, 0.1, 0.7, 1.0);
        assertThat(before.ranked()).extracting(Ranked::candidate).containsExactly(2, 0, 3, 1);
        assertThat(order(new Diversity(1.0), before))
                .extracting(Ranked::candidate)
                .containsExactly(2, 0, 3, 1);
        assertThat(order(new Diversity(0.5), before))
                .as("without it 0, 2, 1, 3")
                .extracting(Ranked::candidate)
                .containsExactly(2, 0, 3, 1);
    }

    @Test
    void whatWasNotReadStaysBehindHoweverUnlikeItIs() {
        List<Ranked> ranked = order(new Diversity(0.0), read(null, 0.9, 0.8, null, null));
        assertThat(ranked).extracting(Ranked::candidate).containsExactly(0, 1, 2, 3);
        assertThat(ranked).extracting(Ranked::crossEncoder).containsExactly(0.9, 0.8, null, null);
    }

    @Test
    void amongWhatWasNotReadHitsDifferToo() {
        assertThat(order(new Diversity(0.5), read(null, 0.9)))
                .extracting(Ranked::candidate)
                .containsExactly(0, 2, 1, 3);
        assertThat(order(new Diversity(0.5), read(null)))
                .as("nothing was read")
                .extracting(Ranked::candidate)
                .containsExactly(0, 2, 1, 3);
    }

    @Test
    void thePinnedStaysInFrontAndTheOthersDifferFromIt() {
        List<Ranked> ranked = order(new Diversity(0.5), read(1, 0.0, 0.8, 0.7, 0.1));
        assertThat(ranked).extracting(Ranked::candidate).containsExactly(0, 2, 1, 3);
        assertThat(ranked.getFirst().pinned()).isEqualTo(1);
        assertThat(ranked.getFirst().diversity()).isNull();
        assertThat(Objects.requireNonNull(ranked.get(2).diversity()).mostSimilar())
                .isEqualTo("d0");
    }

    @Test
    void saysNothingWhereNoExplanationWasAskedFor() {
        Order plain = new Order(List.of(new Ranked(0, 2), new Ranked(2, 1)));
        assertThat(order(new Diversity(0.5), plain)).isEqualTo(plain.ranked());
        assertThat(order(new Diversity(0.5), new Order(List.of()))).isEmpty();
    }

    @Test
    void refusesWhatItCannotCompare() {
        Order before = read(null, 0.5);
        assertThatThrownBy(() -> DiversifiedOrder.of(new CrossRead(before, List.of(), new Diversity(0.5))))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> order(new Diversity(Double.NaN), before)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> order(new Diversity(1.5), before)).isInstanceOf(ProblemException.class);
    }
}
