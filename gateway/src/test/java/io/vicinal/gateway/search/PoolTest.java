package io.vicinal.gateway.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.collection.MinRelevance;
import io.vicinal.contracts.reranking.RerankingApi.Candidates;
import io.vicinal.contracts.reranking.RerankingApi.Order;
import io.vicinal.contracts.reranking.RerankingApi.Ranked;
import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.Boost;
import io.vicinal.contracts.search.Collapse;
import io.vicinal.contracts.search.Diversity;
import io.vicinal.contracts.search.Fusion;
import io.vicinal.contracts.search.Fuzziness;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.contracts.search.RetrievalApi.ShardCandidates;
import io.vicinal.contracts.search.SearchMode;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.gateway.search.Pool.Chosen;
import io.vicinal.routing.Located;
import io.vicinal.routing.RetrievalNode;
import io.vicinal.testkit.retrieval.FakeRetrieval;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PoolTest {
    private static final byte[] SKETCH = {1, 2};
    private static final RetrievalNode NODE = new RetrievalNode("here:1", new FakeRetrieval());

    private static Candidate candidate(int doc, @Nullable Boolean pinned) {
        return new Candidate(doc, "d" + doc, 0.5f, null, null, SKETCH, null, null, List.of((long) doc), pinned);
    }

    private static Pool pool(Candidate... candidates) {
        ShardId shard = new ShardId("c", 1, 0);
        return Pool.of(List.of(
                new ShardOutcome(shard, new Located<>(NODE, new ShardCandidates(42, 0, List.of(candidates))), null)));
    }

    private static SearchPlan plan(Composition composition, @Nullable Fusion fusion, @Nullable Seen seen) {
        Browsing browsing = seen == null
                ? Browsing.NONE
                : new Browsing(1, Map.of(), List.of(), "r", new Cursor("r", 1, null, List.of(), seen.bytes()));
        return new SearchPlan(
                SearchMode.HYBRID,
                "a query",
                null,
                2,
                GroupBy.DOCUMENT,
                null,
                false,
                fusion,
                Fuzziness.EXACT,
                false,
                1000,
                true,
                browsing,
                true,
                null,
                List.of(),
                false,
                false,
                MinRelevance.NONE,
                null,
                composition,
                null);
    }

    @Test
    void sketchesAreSentOnlyWhereCandidatesAreCompared() {
        Pool pool = pool(candidate(1, null));
        assertThat(sketch(pool, plan(Composition.NONE, null, null)))
                .as("smoothed")
                .isEqualTo(SKETCH);
        Fusion unsmoothed = new Fusion(null, null, null, 0.0);
        assertThat(sketch(pool, plan(Composition.NONE, unsmoothed, null))).isNull();
        assertThat(sketch(pool, plan(Composition.NONE, new Fusion(Fusion.Method.RRF, null, null), null)))
                .isNull();
        assertThat(sketch(pool, plan(boosted(), unsmoothed, null))).isNull();
        assertThat(sketch(pool, plan(Composition.NONE, new Fusion(Fusion.Method.RRF, null, null, 0.3), null)))
                .isEqualTo(SKETCH);
        assertThat(sketch(
                        pool, plan(new Composition(List.of(), new Diversity(0.5), null, List.of()), unsmoothed, null)))
                .isEqualTo(SKETCH);
        assertThat(sketch(pool, plan(collapsed(), unsmoothed, null))).isEqualTo(SKETCH);
    }

    private static byte @Nullable [] sketch(Pool pool, SearchPlan plan) {
        return pool.signals(plan).candidates().getFirst().sketch();
    }

    @Test
    void whatIsThereOnlyBecauseItIsPinnedComesAfterWhatWasFound() {
        Pool pool = pool(candidate(1, null), candidate(2, true), candidate(3, null));
        Candidates asked = pool.signals(plan(new Composition(List.of(), null, null, List.of("d2", "d3")), null, null));
        assertThat(asked.candidates()).extracting(Signals::documentId).containsExactly("d1", "d3", "d2");
        assertThat(asked.found()).isEqualTo(2);
        assertThat(asked.pinned()).containsExactly("d2", "d3");
        assertThat(pool.signals(plan(boosted(), null, null)).candidates())
                .extracting(Signals::values)
                .containsExactly(List.of(1L), List.of(3L), List.of(2L));
    }

    /** The second page looks deeper, which may let another of several alike be the best. */
    @Test
    void ofSeveralAlikeOneIsShownOnAllPagesTogether() {
        Pool pool = pool(candidate(1, null), candidate(2, null), candidate(3, null), candidate(4, null));
        Page first = pool.page(
                Judged.not(pool.ranked(new Order(List.of(ranked(0, 1), ranked(2), ranked(3)))), List.of()),
                plan(collapsed(), null, null));
        assertThat(first.hits()).extracting(Chosen::score).containsExactly(1.0, 1 / 3.0);
        assertThat(Objects.requireNonNull(first.hits().getFirst().ordering()).duplicates())
                .containsExactly("d2");
        Seen seen = Seen.NOTHING.and(List.of("document d1", "document d3"));
        Page second = pool.page(
                Judged.not(pool.ranked(new Order(List.of(ranked(1, 0), ranked(2), ranked(3)))), List.of()),
                plan(collapsed(), null, seen));
        assertThat(second.hits())
                .extracting(hit -> hit.entry().candidate().documentId())
                .containsExactly("d4");
        assertThat(second.next()).isNull();
    }

    @Test
    void moreAreLookedForWhereSomeMayBeFoldedIntoOthers() {
        SearchPlan plain = plan(Composition.NONE, null, null);
        assertThat(plain.candidates()).isEqualTo(100);
        assertThat(plan(collapsed(), null, many(99)).candidates())
                .isEqualTo(2 * plan(Composition.NONE, null, many(99)).candidates());
    }

    private static Seen many(int count) {
        return Seen.NOTHING.and(IntStream.range(0, count).mapToObj(i -> "d" + i).toList());
    }

    private static Ranked ranked(int candidate, Integer... duplicates) {
        return new Ranked(candidate, 1.0 / (1 + candidate), null, null, List.of(duplicates), null, null, null, null);
    }

    private static Composition collapsed() {
        return new Composition(List.of(), null, new Collapse(0.95), List.of());
    }

    private static Composition boosted() {
        return new Composition(List.of(new Boost("topic", 1.0, null, null, Map.of("a", 1.0))), null, null, List.of());
    }
}
