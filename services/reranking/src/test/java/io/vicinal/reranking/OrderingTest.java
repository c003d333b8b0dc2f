package io.vicinal.reranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.reranking.RerankingApi.Candidates;
import io.vicinal.contracts.reranking.RerankingApi.Ranked;
import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.Explanation.Fused;
import io.vicinal.contracts.search.Explanation.Share;
import io.vicinal.contracts.search.Fusion;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.SearchMode;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrderingTest {
    private static final List<Signals> CANDIDATES = List.of(
            new Signals("a", 0.9f, 0f, null),
            new Signals("b", 0.7f, 10f, null),
            new Signals("b", 0.8f, 2f, null),
            new Signals("c", 0.5f, 5f, null));

    private static List<Ranked> order(SearchMode mode, Fusion fusion, GroupBy groupBy, int topK) {
        return Ordering.order(new Candidates(mode, fusion, groupBy, topK, CANDIDATES))
                .ranked();
    }

    @Test
    void minMaxScalesEachSignalOverAllCandidatesAndTakesTheWeightedMean() {
        List<Ranked> ranked = order(SearchMode.HYBRID, null, GroupBy.PASSAGE, 10);
        assertThat(ranked).extracting(Ranked::candidate).containsExactly(1, 0, 2, 3);
        assertThat(ranked.get(0).score()).isCloseTo(0.5 * (0.2 / 0.4) + 0.5, within());
        assertThat(ranked.get(1).score()).isCloseTo(0.5, within());
        assertThat(ranked.get(3).score()).isCloseTo(0.25, within());
    }

    @Test
    void weightsDecide() {
        Fusion denseOnly = new Fusion(Fusion.Method.MIN_MAX, new Fusion.Weights(1.0, 0.0, null), null);
        assertThat(order(SearchMode.HYBRID, denseOnly, GroupBy.PASSAGE, 10))
                .extracting(Ranked::candidate)
                .containsExactly(0, 2, 1, 3);
    }

    @Test
    void reciprocalRanksAreSummed() {
        Fusion rrf = new Fusion(Fusion.Method.RRF, null, 60);
        List<Ranked> ranked = order(SearchMode.HYBRID, rrf, GroupBy.PASSAGE, 10);
        assertThat(ranked).extracting(Ranked::candidate).containsExactly(1, 2, 3, 0);
        assertThat(ranked.get(0).score()).isCloseTo(0.5 / 63 + 0.5 / 61, within());
        assertThat(ranked.get(3).score())
                .as("no term matched: nothing from BM25")
                .isCloseTo(0.5 / 61, within());
    }

    @Test
    void aDocumentIsRepresentedByItsBestPassage() {
        assertThat(order(SearchMode.DENSE, null, GroupBy.DOCUMENT, 10))
                .extracting(Ranked::candidate)
                .containsExactly(0, 2, 3);
        assertThat(order(SearchMode.DENSE, null, GroupBy.DOCUMENT, 2)).hasSize(2);
    }

    @Test
    void lateInteractionCountsHalfAndTheOthersAQuarterEach() {
        List<Signals> candidates = List.of(
                new Signals("a", 0.9f, 0f, 0.2f), new Signals("b", 0.7f, 10f, 0.4f), new Signals("c", 0.5f, 5f, 0.6f));
        List<Ranked> ranked = ordered(SearchMode.HYBRID, null, candidates);
        assertThat(ranked).extracting(Ranked::candidate).containsExactly(2, 1, 0);
        assertThat(ranked.get(0).score()).isCloseTo(0.25 * 0 + 0.25 * 0.5 + 0.5 * 1, within());
        assertThat(ranked.get(1).score()).isCloseTo(0.25 * 0.5 + 0.25 * 1 + 0.5 * 0.5, within());
        assertThat(ranked.get(2).score()).isCloseTo(0.25, within());
        Fusion rrf = new Fusion(Fusion.Method.RRF, new Fusion.Weights(1.0, null, 3.0), 1);
        assertThat(ordered(SearchMode.HYBRID, rrf, candidates).get(0).score())
                .isCloseTo((1.0 / 4 + 0.25 / 3 + 3.0 / 2) / 4.25, within());
    }

    /** One by its author's own vector, without token vectors, is judged by its other signals, with their weights between them. */
    @Test
    void aCandidateWithoutLateInteractionIsFusedOverWhatItHas() {
        List<Signals> candidates = List.of(
                new Signals("tokens", 1f, 10f, 0.5f),
                new Signals("own", 0.5f, 10f, null),
                new Signals("low", 0f, 0f, 0.1f));
        List<Ranked> ranked = ordered(SearchMode.HYBRID, null, candidates);
        assertThat(ranked).extracting(Ranked::candidate).containsExactly(0, 1, 2);
        assertThat(ranked.get(1).score()).isCloseTo((0.25 * 0.5 + 0.25 * 1) / 0.5, within());
        Fusion rrf = new Fusion(Fusion.Method.RRF, null, 60);
        assertThat(ordered(SearchMode.HYBRID, rrf, candidates).get(1).score())
                .isCloseTo((0.25 / 62 + 0.25 / 61) / 0.5, within());
        Fusion lateOnly = new Fusion(Fusion.Method.MIN_MAX, new Fusion.Weights(0.0, 0.0, 1.0), null);
        assertThat(ordered(SearchMode.HYBRID, lateOnly, candidates))
                .extracting(Ranked::candidate)
                .as("nothing that counts is known of it")
                .containsExactly(0, 2, 1);
    }

    @Test
    void aSingleModeWithLateInteractionFusesTheTwo() {
        List<Signals> candidates = List.of(new Signals("a", 0.9f, null, 0.1f), new Signals("b", 0.8f, null, 0.3f));
        assertThat(ordered(SearchMode.DENSE, null, candidates))
                .extracting(Ranked::candidate)
                .containsExactly(1, 0);
        assertThat(ordered(SearchMode.DENSE, null, candidates).get(0).score()).isCloseTo(2.0 / 3, within());
        List<Signals> matching = List.of(new Signals("a", null, 9f, 0.3f), new Signals("b", null, 3f, 0.1f));
        assertThat(ordered(SearchMode.LEXICAL, null, matching).get(0).score()).isCloseTo(1, within());
    }

    @Test
    void withSparseTheFirstHalfIsSharedByThree() {
        List<Signals> candidates = List.of(
                new Signals("a", 0.9f, 0f, 0.2f, null, 0f, null, null),
                new Signals("b", 0.7f, 10f, 0.4f, null, 4f, null, null),
                new Signals("c", 0.5f, 5f, 0.6f, null, 1f, null, null));
        List<Ranked> ranked = ordered(SearchMode.HYBRID, null, candidates);
        assertThat(ranked).extracting(Ranked::candidate).containsExactly(1, 2, 0);
        assertThat(ranked.get(0).score()).isCloseTo((0.5 + 1 + 1) / 6 + 0.5 * 0.5, within());
        assertThat(ranked.get(1).score()).isCloseTo((0 + 0.5 + 0.25) / 6 + 0.5, within());
        assertThat(ranked.get(2).score()).isCloseTo(1.0 / 6, within());
        Fusion given = new Fusion(Fusion.Method.MIN_MAX, new Fusion.Weights(0.0, 0.0, 0.0, 2.0), null);
        assertThat(ordered(SearchMode.HYBRID, given, candidates).get(1))
                .satisfies(second -> assertThat(second.candidate()).isEqualTo(2))
                .satisfies(second -> assertThat(second.score()).isCloseTo(0.25, within()));
        Fusion rrf = new Fusion(Fusion.Method.RRF, new Fusion.Weights(1.0, 1.0, 1.0, 1.0), 1);
        assertThat(ordered(SearchMode.HYBRID, rrf, candidates).get(0).score())
                .isCloseTo((1.0 / 3 + 1.0 / 2 + 1.0 / 3 + 1.0 / 2) / 4, within());
    }

    @Test
    void sparseAloneKeepsItsRawScoreAndWithLateInteractionIsFused() {
        List<Signals> alone = List.of(
                new Signals("a", null, null, null, null, 1.5f, null, null),
                new Signals("b", null, null, null, null, 2.5f, null, null));
        assertThat(ordered(SearchMode.SPARSE, null, alone)).containsExactly(new Ranked(1, 2.5), new Ranked(0, 1.5));
        List<Signals> both = List.of(
                new Signals("a", null, null, 0.9f, null, 1.5f, null, null),
                new Signals("b", null, null, 0.1f, null, 2.5f, null, null));
        assertThat(ordered(SearchMode.SPARSE, null, both).get(0))
                .satisfies(first -> assertThat(first.candidate()).isZero())
                .satisfies(first -> assertThat(first.score()).isCloseTo(2.0 / 3, within()));
        assertThatThrownBy(() -> ordered(SearchMode.SPARSE, null, List.of(new Signals("a", 1f, 1f, null))))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("sparse score of every candidate");
    }

    /** Its shard is on a node of an earlier release. */
    @Test
    void aCandidateWithoutASparseScoreIsFusedOverWhatItHas() {
        List<Signals> candidates = List.of(
                new Signals("new", 1f, 10f, null, null, 3f, null, null),
                new Signals("old", 0.5f, 10f, null),
                new Signals("low", 0f, 0f, null, null, 0f, null, null));
        List<Ranked> ranked = ordered(SearchMode.HYBRID, null, candidates);
        assertThat(ranked).extracting(Ranked::candidate).containsExactly(0, 1, 2);
        assertThat(ranked.get(1).score()).isCloseTo(0.75, within());
    }

    private static List<Ranked> ordered(SearchMode mode, Fusion fusion, List<Signals> candidates) {
        return Ordering.order(new Candidates(mode, fusion, GroupBy.PASSAGE, 10, candidates))
                .ranked();
    }

    @Test
    void aSingleSignalKeepsItsRawScore() {
        assertThat(order(SearchMode.LEXICAL, null, GroupBy.PASSAGE, 1)).containsExactly(new Ranked(1, 10));
    }

    @Test
    void tiesAreBrokenByDocumentSoThatTheAnswerIsTheSameEachTime() {
        List<Signals> tied = List.of(new Signals("z", 1f, 1f, null), new Signals("a", 1f, 1f, null));
        assertThat(Ordering.order(new Candidates(SearchMode.HYBRID, null, GroupBy.DOCUMENT, 10, tied))
                        .ranked())
                .containsExactly(new Ranked(1, 1), new Ranked(0, 1));
    }

    @Test
    void aMissingSignalIsSaid() {
        assertThatThrownBy(() -> Ordering.order(new Candidates(
                        SearchMode.HYBRID, null, GroupBy.PASSAGE, 10, List.of(new Signals("a", 1f, null, null)))))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().field()).isEqualTo("candidates[0].lexical"));
    }

    @Test
    void aSignalThatIsTheSameForAllSaysNothingOfTheirOrder() {
        for (Fusion.Method method : Fusion.Method.values()) {
            List<Signals> candidates = List.of(
                    new Signals("a", 0.5f, 1f, null),
                    new Signals("b", 0.5f, 3f, null),
                    new Signals("c", 0.5f, 2f, null));
            List<Ranked> ranked = Ordering.order(new Candidates(
                            SearchMode.HYBRID, new Fusion(method, null, null), GroupBy.DOCUMENT, 10, candidates))
                    .ranked();
            assertThat(ranked).as("%s", method).extracting(Ranked::candidate).containsExactly(1, 2, 0);
            List<Signals> alike = List.of(new Signals("b", 0.5f, 0f, null), new Signals("a", 0.5f, 0f, null));
            List<Ranked> all = Ordering.order(new Candidates(
                            SearchMode.HYBRID, new Fusion(method, null, null), GroupBy.DOCUMENT, 10, alike))
                    .ranked();
            assertThat(all).as("%s", method).extracting(Ranked::candidate).containsExactly(1, 0);
            assertThat(all.getFirst().score()).isEqualTo(all.getLast().score()).isFinite();
        }
    }

    @Test
    void whatIsNoNumberCountsAsNotThere() {
        for (Fusion.Method method : Fusion.Method.values()) {
            List<Ranked> ranked = Ordering.order(new Candidates(
                            SearchMode.HYBRID,
                            new Fusion(method, null, null),
                            GroupBy.DOCUMENT,
                            10,
                            List.of(
                                    new Signals("a", Float.NaN, Float.NaN, null),
                                    new Signals("b", 0.9f, Float.NaN, null),
                                    new Signals("c", 0.5f, 2f, null),
                                    new Signals("d", 0.7f, 1f, null))))
                    .ranked();
            assertThat(ranked).as("%s", method).hasSize(4).allMatch(hit -> Double.isFinite(hit.score()));
            assertThat(ranked)
                    .as("%s", method)
                    .extracting(Ranked::candidate)
                    .first()
                    .isEqualTo(1);
        }
        assertThat(Ordering.order(new Candidates(
                                SearchMode.DENSE,
                                null,
                                GroupBy.DOCUMENT,
                                10,
                                List.of(new Signals("a", Float.NaN, null, null), new Signals("b", 0.9f, null, null))))
                        .ranked())
                .extracting(Ranked::candidate)
                .containsExactly(1, 0);
    }

    @Test
    void oneCandidateIsAnOrder() {
        List<Ranked> alone = Ordering.order(new Candidates(
                        SearchMode.HYBRID, null, GroupBy.DOCUMENT, 10, List.of(new Signals("a", 0.4f, 2f, null))))
                .ranked();
        assertThat(alone).extracting(Ranked::score).containsExactly(1.0);
    }

    @Test
    void nothingInNothingOut() {
        assertThat(Ordering.order(new Candidates(SearchMode.HYBRID, null, GroupBy.DOCUMENT, 10, List.of()))
                        .ranked())
                .isEmpty();
    }

    private static Offset<Double> within() {
        return Offset.offset(1e-6);
    }

    @Test
    void aFieldsValueIsRepresentedByItsBestPassageWithTheNextBestInside() {
        List<Signals> candidates = List.of(
                new Signals("a", 0.9f, null, null, "x", null, null, null),
                new Signals("b", 0.8f, null, null, "y", null, null, null),
                new Signals("c", 0.7f, null, null, "x", null, null, null),
                new Signals("d", 0.6f, null, null),
                new Signals("e", 0.5f, null, null),
                new Signals("a", 0.4f, null, null, "x", null, null, null),
                new Signals("d", 0.3f, null, null),
                new Signals("x", 0.2f, null, null));
        List<Ranked> ranked = Ordering.order(new Candidates(
                        SearchMode.DENSE,
                        null,
                        GroupBy.of("topic"),
                        10,
                        candidates,
                        2,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null))
                .ranked();
        assertThat(ranked)
                .as("a document without the field is a group of its own, whatever it is called")
                .extracting(Ranked::candidate)
                .containsExactly(0, 1, 3, 4, 7);
        assertThat(ranked.get(0).further()).extracting(Ranked::candidate).containsExactly(2);
        assertThat(ranked.get(1).further()).isEmpty();
        assertThat(ranked.get(2).further()).extracting(Ranked::candidate).containsExactly(6);
        assertThat(Ordering.order(new Candidates(SearchMode.DENSE, null, GroupBy.DOCUMENT, 1, candidates))
                        .ranked())
                .singleElement()
                .satisfies(only -> assertThat(only.further()).isNull());
    }

    @Test
    void explanationsAddUpToTheScore() {
        Random random = new Random(5);
        List<Signals> some = IntStream.range(0, 50)
                .mapToObj(i -> new Signals(
                        "d" + i,
                        random.nextFloat(),
                        i % 3 == 0 ? 0 : random.nextFloat() * 20,
                        i % 4 == 0 ? null : random.nextFloat()))
                .toList();
        Fusion.Weights weights = new Fusion.Weights(0.7, 0.1, null);
        for (Fusion fusion : new Fusion[] {
            null,
            new Fusion(Fusion.Method.RRF, null, 7),
            new Fusion(Fusion.Method.MIN_MAX, weights, null),
            new Fusion(Fusion.Method.RRF, weights, null)
        }) {
            List<Ranked> ranked = Ordering.order(new Candidates(
                            SearchMode.HYBRID,
                            fusion,
                            GroupBy.PASSAGE,
                            50,
                            some,
                            null,
                            true,
                            null,
                            null,
                            null,
                            null,
                            null))
                    .ranked();
            assertThat(ranked).hasSize(50).allSatisfy(hit -> {
                Fused why = Objects.requireNonNull(hit.explanation());
                assertThat(why.signals().stream()
                                .mapToDouble(Share::contribution)
                                .sum())
                        .isCloseTo(hit.score(), Offset.offset(1e-12));
                assertThat(why.signals().stream().mapToDouble(Share::weight).sum())
                        .isCloseTo(1, Offset.offset(1e-12));
                assertThat(why.signals())
                        .allSatisfy(share ->
                                assertThat(share.scaled() * share.weight()).isEqualTo(share.contribution()));
                assertThat(why.signals()).hasSize(hit.candidate() % 4 == 0 ? 2 : 3);
            });
        }
    }

    @Test
    void aFusedScoreLeansOnItsNeighboursUnlessItIsAskedNotTo() {
        byte[] here = {127, 0};
        byte[] there = {0, 127};
        List<Signals> candidates = List.of(
                new Signals("best", 1f, 10f, null).with(here),
                new Signals("like it", 0.4f, 4f, null).with(here),
                new Signals("like none", 0.45f, 4.5f, null).with(there),
                new Signals("worst", 0f, 0f, null).with(there));
        Fusion smoothed = new Fusion(null, null, null, 0.3);
        assertThat(order(candidates, smoothed)).containsExactly(0, 1, 2, 3);
        assertThat(order(candidates, null)).containsExactly(0, 1, 2, 3);
        assertThat(order(candidates, new Fusion(null, null, null, 0.0))).containsExactly(0, 2, 1, 3);
        Ranked second = Ordering.order(new Candidates(
                        SearchMode.HYBRID,
                        smoothed,
                        GroupBy.PASSAGE,
                        4,
                        candidates,
                        null,
                        true,
                        null,
                        null,
                        null,
                        null,
                        null))
                .ranked()
                .get(1);
        Fused why = Objects.requireNonNull(second.explanation());
        assertThat(why.score()).isCloseTo(0.4, Offset.offset(1e-6));
        assertThat(Objects.requireNonNull(why.smoothing()).score()).isEqualTo(second.score());
    }

    private static List<Integer> order(List<Signals> candidates, @Nullable Fusion fusion) {
        return Ordering.order(new Candidates(SearchMode.HYBRID, fusion, GroupBy.PASSAGE, 4, candidates))
                .ranked()
                .stream()
                .map(Ranked::candidate)
                .toList();
    }

    @Test
    void aSingleSignalIsItsOwnExplanation() {
        Fused why = Ordering.order(new Candidates(
                        SearchMode.DENSE,
                        new Fusion(Fusion.Method.RRF, null, null),
                        GroupBy.PASSAGE,
                        1,
                        List.of(new Signals("d", 0.5f, null, null)),
                        null,
                        true,
                        null,
                        null,
                        null,
                        null,
                        null))
                .ranked()
                .getFirst()
                .explanation();
        assertThat(why)
                .isEqualTo(new Fused(
                        "single", null, List.of(new Share("dense", 0.5f, null, null, null, 0.5, 1, 0.5)), 0.5));
    }
}
