package io.vicinal.reranking;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.reranking.RerankingApi.Candidates;
import io.vicinal.contracts.reranking.RerankingApi.Ranked;
import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.Boost;
import io.vicinal.contracts.search.Collapse;
import io.vicinal.contracts.search.Diversity;
import io.vicinal.contracts.search.Explanation.Fused;
import io.vicinal.contracts.search.Fusion;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.SearchMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Steps together: what each leaves to the next. */
class ArrangementTest {
    private final Random random = new Random(40);

    private record Asked(
            @Nullable Fusion fusion,
            GroupBy groupBy,
            int topK,
            @Nullable Integer groupSize,
            @Nullable List<Boost> boosts,
            @Nullable Collapse collapse,
            @Nullable Diversity diversity,
            @Nullable List<String> pinned,
            @Nullable Integer found) {
        static final Asked PLAIN = new Asked(null, GroupBy.DOCUMENT, 10, null, null, null, null, null, null);

        Asked pinned(String... ids) {
            return new Asked(fusion, groupBy, topK, groupSize, boosts, collapse, diversity, List.of(ids), found);
        }

        Asked found(int count) {
            return new Asked(fusion, groupBy, topK, groupSize, boosts, collapse, diversity, pinned, count);
        }

        Asked by(GroupBy group, int size) {
            return new Asked(fusion, group, topK, size, boosts, collapse, diversity, pinned, found);
        }

        Asked collapse(double similarity) {
            return new Asked(
                    fusion, groupBy, topK, groupSize, boosts, new Collapse(similarity), diversity, pinned, found);
        }

        Asked diversity(double lambda) {
            return new Asked(fusion, groupBy, topK, groupSize, boosts, collapse, new Diversity(lambda), pinned, found);
        }

        Asked boost(Boost boost) {
            return new Asked(fusion, groupBy, topK, groupSize, List.of(boost), collapse, diversity, pinned, found);
        }

        List<Ranked> of(List<Signals> candidates) {
            return of(SearchMode.HYBRID, candidates);
        }

        List<Ranked> of(SearchMode mode, List<Signals> candidates) {
            return Ordering.order(new Candidates(
                            mode,
                            fusion,
                            groupBy,
                            topK,
                            candidates,
                            groupSize,
                            true,
                            boosts,
                            collapse,
                            diversity,
                            pinned,
                            found))
                    .ranked();
        }
    }

    @Test
    void pinnedDocumentsComeFirstInTheOrderOfTheirIds() {
        List<Signals> candidates = List.of(dense("a", 0.9f), dense("b", 0.8f), dense("c", 0.7f), dense("d", 0.6f));
        List<Ranked> ranked = Asked.PLAIN.pinned("d", "nowhere", "b").of(SearchMode.DENSE, candidates);
        assertThat(ranked).extracting(Ranked::candidate).containsExactly(3, 1, 0, 2);
        assertThat(ranked).extracting(Ranked::pinned).containsExactly(1, 2, null, null);
        assertThat(ranked)
                .extracting(Ranked::score)
                .containsExactly((double) 0.6f, (double) 0.8f, (double) 0.9f, (double) 0.7f);
    }

    /** As if the query had found it: but the others' scores are what they are without it. */
    @Test
    void aPinnedDocumentThatTheQueryDidNotFindMovesNobodysScore() {
        List<Signals> found = List.of(
                new Signals("a", 0.9f, 1f, null), new Signals("b", 0.8f, 5f, null), new Signals("c", 0.7f, 3f, null));
        List<Signals> all = new ArrayList<>(found);
        all.add(new Signals("far", -0.5f, 0f, null));
        List<Ranked> without = Asked.PLAIN.of(found);
        List<Ranked> with = Asked.PLAIN.pinned("far").found(3).of(all);
        assertThat(with.getFirst().candidate()).isEqualTo(3);
        assertThat(with.getFirst().score()).isZero();
        assertThat(with.subList(1, 4)).isEqualTo(without);
        assertThat(Objects.requireNonNull(with.getFirst().explanation()).signals())
                .extracting(share -> share.raw())
                .containsExactly(-0.5f, 0f);
        assertThat(Asked.PLAIN.pinned("far").found(0).of(all.subList(3, 4)))
                .as("nothing else was found")
                .hasSize(1);
    }

    @Test
    void aGroupIsPinnedByADocumentInItAndShownByThat() {
        List<Signals> candidates = List.of(
                new Signals("a", 0.9f, null, null, "x", null, null, null),
                new Signals("b", 0.8f, null, null, "y", null, null, null),
                new Signals("c", 0.7f, null, null, "y", null, null, null),
                new Signals("c", 0.6f, null, null, "y", null, null, null));
        List<Ranked> ranked =
                Asked.PLAIN.by(GroupBy.of("topic"), 3).pinned("c", "b").of(SearchMode.DENSE, candidates);
        assertThat(ranked).extracting(Ranked::candidate).containsExactly(2, 0);
        assertThat(ranked.getFirst().further()).extracting(Ranked::candidate).containsExactly(1, 3);
        assertThat(Asked.PLAIN.by(GroupBy.PASSAGE, 1).pinned("c").of(SearchMode.DENSE, candidates))
                .as("of passages the document's best")
                .extracting(Ranked::candidate)
                .containsExactly(2, 0, 1, 3);
    }

    @Test
    void nothingPinnedIsFoldedAndWhatIsLikeItIs() {
        byte[] same = sketch();
        List<Signals> candidates = List.of(
                sketched("a", 0.9f, same),
                sketched("b", 0.8f, same),
                sketched("c", 0.7f, sketch()),
                sketched("d", 0.6f, same));
        List<Ranked> ranked = Asked.PLAIN.pinned("d", "b").collapse(0.95).of(SearchMode.DENSE, candidates);
        assertThat(ranked).extracting(Ranked::candidate).containsExactly(3, 1, 2);
        assertThat(ranked).extracting(Ranked::duplicates).containsExactly(List.of(0), List.of(), List.of());
    }

    /** The best ten are one document ten times over. */
    @Test
    void diversityChoosesAmongWhatIsLeftAfterFolding() {
        byte[] same = sketch();
        List<Signals> candidates = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            candidates.add(sketched("twin" + i, 1 - i * 0.01f, same));
        }
        byte[] near = same.clone();
        for (int i = 0; i < near.length; i++) {
            near[i] = (byte) Math.clamp(near[i] + (i % 2 == 0 ? 35 : -35), -127, 127);
        }
        candidates.add(sketched("near", 0.8f, near));
        candidates.add(sketched("else", 0.5f, sketch()));
        List<Ranked> ranked = Asked.PLAIN.collapse(0.95).diversity(0.3).of(SearchMode.DENSE, candidates);
        assertThat(ranked).extracting(Ranked::candidate).containsExactly(0, 11, 10);
        assertThat(ranked.getFirst().duplicates()).hasSize(9);
        assertThat(Objects.requireNonNull(ranked.get(2).diversity()).mostSimilar())
                .isEqualTo("twin0");
        assertThat(ranked).extracting(Ranked::score).containsExactly(1.0, 0.5, (double) 0.8f);
    }

    @Test
    void representativesOfGroupsAreDiversified() {
        byte[] one = sketch();
        List<Signals> candidates = List.of(
                new Signals("a", 1f, null, null, "x", null, one, null),
                new Signals("b", 0.95f, null, null, "y", null, one, null),
                new Signals("c", 0.6f, null, null, "z", null, sketch(), null),
                new Signals("d", 0.5f, null, null, "y", null, sketch(), null));
        List<Ranked> ranked =
                Asked.PLAIN.by(GroupBy.of("topic"), 2).diversity(0.5).of(SearchMode.DENSE, candidates);
        assertThat(ranked).extracting(Ranked::candidate).containsExactly(0, 2, 1);
        assertThat(ranked.get(2).further()).extracting(Ranked::candidate).containsExactly(3);
    }

    @Test
    void boostsComeAfterSmoothingAndTheirSumIsTheScore() {
        byte[] here = sketch();
        Boost boost = new Boost("kind", 0.5, null, null, Map.of("good", 1.0));
        List<Signals> candidates = List.of(
                new Signals("a", 1f, 10f, null, null, null, here, List.of("other")),
                new Signals("b", 0.9f, 4f, null, null, null, here, List.of("good")),
                new Signals("c", 0f, 0f, null, null, null, sketch(), List.of("other")));
        Fusion smoothed = new Fusion(null, null, null, 0.3);
        List<Ranked> ranked =
                new Asked(smoothed, GroupBy.DOCUMENT, 10, null, List.of(boost), null, null, null, null).of(candidates);
        assertThat(ranked).extracting(Ranked::candidate).containsExactly(1, 0, 2);
        Fused why = Objects.requireNonNull(ranked.getFirst().explanation());
        assertThat(Objects.requireNonNull(why.smoothing()).score()).isLessThan(1);
        assertThat(Objects.requireNonNull(why.boosts()).score())
                .isEqualTo(ranked.getFirst().score())
                .isCloseTo(why.boosts().scaled() + 0.5, Offset.offset(1e-12));
    }

    /** Every step at once, over whatever comes: each document at most once, shown or folded, and the same each time. */
    @Test
    void nothingIsLostAndNothingIsThereTwice() {
        for (int round = 0; round < 200; round++) {
            List<Signals> candidates = anything(random.nextInt(60));
            Asked asked = Asked.PLAIN
                    .pinned("d3", "d7", "d999")
                    .collapse(0.9)
                    .diversity(random.nextInt(11) / 10.0)
                    .boost(new Boost("f", 0.3, null, new Boost.Numeric(Boost.Function.LINEAR, null), null));
            Asked all = new Asked(
                    new Fusion(Fusion.Method.values()[random.nextInt(3)], null, null, 0.2),
                    asked.groupBy,
                    100,
                    null,
                    asked.boosts,
                    asked.collapse,
                    asked.diversity,
                    asked.pinned,
                    candidates.size() - random.nextInt(1 + Math.min(3, candidates.size())));
            List<Ranked> ranked = all.of(candidates);
            List<String> shown = new ArrayList<>();
            ranked.forEach(hit -> {
                shown.add(candidates.get(hit.candidate()).documentId());
                Objects.requireNonNull(hit.duplicates())
                        .forEach(folded -> shown.add(candidates.get(folded).documentId()));
                assertThat(hit.score()).isFinite();
            });
            assertThat(shown)
                    .containsExactlyInAnyOrderElementsOf(candidates.stream()
                            .map(Signals::documentId)
                            .distinct()
                            .toList());
            assertThat(all.of(candidates)).isEqualTo(ranked);
            assertThat(ranked.stream()
                            .map(Ranked::pinned)
                            .filter(Objects::nonNull)
                            .count())
                    .isEqualTo(
                            shown.stream().filter(List.of("d3", "d7")::contains).count());
        }
    }

    private List<Signals> anything(int size) {
        boolean constant = random.nextInt(4) == 0;
        byte[] same = sketch();
        return IntStream.range(0, size)
                .mapToObj(i -> new Signals(
                        "d" + random.nextInt(1 + size / 2 + 10),
                        constant ? 0.5f : random.nextFloat(),
                        constant ? 0f : random.nextInt(3),
                        random.nextBoolean() ? null : random.nextFloat(),
                        null,
                        null,
                        switch (random.nextInt(4)) {
                            case 0 -> null;
                            case 1 -> same;
                            default -> sketch();
                        },
                        random.nextBoolean() ? null : List.of((Object) random.nextLong())))
                .toList();
    }

    private byte[] sketch() {
        byte[] sketch = new byte[48];
        random.nextBytes(sketch);
        return sketch;
    }

    private static Signals dense(String id, float score) {
        return new Signals(id, score, null, null);
    }

    private static Signals sketched(String id, float score, byte[] sketch) {
        return new Signals(id, score, null, null).with(sketch);
    }
}
