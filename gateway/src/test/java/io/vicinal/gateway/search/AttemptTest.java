package io.vicinal.gateway.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.reranking.RerankingApi;
import io.vicinal.contracts.search.Fuzziness;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.SearchMode;
import io.vicinal.contracts.search.SearchResult;
import io.vicinal.contracts.search.SearchResult.Hit;
import io.vicinal.contracts.search.SearchResult.ShardReport;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.contracts.search.SortKey;
import io.vicinal.gateway.FakeServices;
import io.vicinal.routing.RetrievalNode;
import io.vicinal.routing.ShardCalls;
import io.vicinal.routing.ShardRoutes;
import io.vicinal.testkit.retrieval.FakeRetrieval;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** The node that found the hits is gone, or hangs, when it is asked for their texts. */
class AttemptTest {
    private static final int DEADLINE_MS = 2000;
    private static final Browsing BY_YEAR =
            new Browsing(1, Map.of(), List.of(new SortKey("year", SortKey.Direction.DESC)), "request", null);

    private final FakeRetrieval a = new FakeRetrieval();
    private final FakeRetrieval b = new FakeRetrieval();
    private List<RetrievalNode> nodes = List.of(new RetrievalNode("a:1", a), new RetrievalNode("b:1", b));
    private RerankingApi reranking = new FakeServices.Reranking();

    @Test
    void textsLostLateInTheTimeAreFoundAgainWithTheOtherReplica() {
        a.insteadOfTexts.put(0, refused());
        AtomicInteger orders = new AtomicInteger();
        RerankingApi quick = reranking;
        reranking = ordering(all -> orders.getAndIncrement() == 0
                ? Mono.delay(Duration.ofMillis(DEADLINE_MS * 3 / 4)).then(quick.order(all))
                : quick.order(all));
        assertThat(search(2, plan(false, Browsing.NONE, false)).hits())
                .extracting(Hit::documentId)
                .containsExactly("d1", "d0");
        assertThat(a.asked).as("not again: it has just failed").hasSize(2);
        assertThat(b.asked).hasSize(2);
    }

    @Test
    void aNodeThatHangsWithTheTextsLeavesTimeForTheOtherReplica() {
        a.insteadOfTexts.put(0, Mono.never());
        assertThat(search(2, plan(false, Browsing.NONE, false)).hits())
                .extracting(Hit::documentId)
                .containsExactly("d1", "d0");
        assertThat(a.asked)
                .as("not again: what hangs with one shard may do so with all")
                .hasSize(2);
        assertThat(b.asked).hasSize(2);
    }

    @Test
    void aSortedPageIsFoundAgainToo() {
        a.insteadOfTexts.put(0, refused());
        a.insteadOfTexts.put(1, Mono.never());
        assertThat(search(2, plan(false, BY_YEAR, false)).hits())
                .extracting(Hit::documentId)
                .containsExactly("d1", "d0");
    }

    @Test
    void aNodeThatHangsWithTheExplanationsDoesSoForHalfOfTheTime() {
        a.insteadOfExplanations = Mono.never();
        SearchResult result = search(2, plan(false, Browsing.NONE, true));
        assertThat(result.hits())
                .hasSize(2)
                .allMatch(hit -> hit.explanation() != null && hit.explanation().dense() != null);
    }

    @Test
    void whatIsLeftOfTheFirstAttemptStandsWhereTheSecondFails() {
        a.insteadOfTexts.put(0, refused());
        AtomicInteger orders = new AtomicInteger();
        RerankingApi once = reranking;
        reranking = ordering(
                all -> orders.getAndIncrement() == 0 ? once.order(all) : Mono.error(new ConnectException("refused")));
        SearchResult result = search(2, plan(true, Browsing.NONE, false));
        assertThat(orders).hasValue(2);
        assertThat(result.hits()).extracting(Hit::documentId).containsExactly("d1");
        assertThat(result.shards()).extracting(ShardReport::answered).containsExactly(false, true);
    }

    private static RerankingApi ordering(Function<RerankingApi.Candidates, Mono<RerankingApi.Order>> order) {
        return new RerankingApi() {
            @Override
            public Mono<Order> order(Candidates candidates) {
                return order.apply(candidates);
            }

            @Override
            public Mono<Order> blend(CrossEncoded scored) {
                return Mono.just(scored.order());
            }

            @Override
            public Mono<Order> diversify(CrossRead read) {
                return Mono.just(read.order());
            }
        };
    }

    @Test
    void whereThereIsNoOtherReplicaTheTextsHaveAllOfTheTime() {
        nodes = nodes.subList(0, 1);
        a.insteadOfTexts.put(0, Mono.never());
        SearchResult result = search(2, plan(true, Browsing.NONE, false));
        assertThat(a.asked).hasSize(2);
        assertThat(result.hits()).extracting(Hit::documentId).containsExactly("d1");
        assertThat(result.shards().getFirst().reason()).contains("deadline of " + DEADLINE_MS + " ms");
    }

    @Test
    void theSecondAttemptNamesTheDeadlineThatTheCallerGave() {
        Budget again = new Budget(System.nanoTime() - 1_000_000_000L, DEADLINE_MS, DEADLINE_MS).again();
        assertThat(again.ms()).isLessThanOrEqualTo(DEADLINE_MS - 1000.0).isPositive();
        ProblemException late = again.missedBy("reranking service");
        assertThat(late.problem().detail()).contains(DEADLINE_MS + " ms");
    }

    private static <T> Mono<T> refused() {
        return Mono.error(new ConnectException("refused"));
    }

    private SearchResult search(int shards, SearchPlan plan) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        SearchPipeline pipeline = new SearchPipeline(
                new FakeServices.Embedding(),
                new ShardCalls(new Routes(), registry),
                reranking,
                new FakeServices.Relevance(),
                Duration.ofMillis(100),
                new SearchMetrics(registry));
        return Objects.requireNonNull(pipeline.search(collection(shards), plan).block());
    }

    private final class Routes implements ShardRoutes {
        @Override
        public List<RetrievalNode> replicas(ShardId shard) {
            return nodes;
        }

        @Override
        public Mono<Void> refresh() {
            return Mono.empty();
        }
    }

    private static SearchPlan plan(boolean allowPartial, Browsing browsing, boolean explain) {
        return Plans.byScore(
                SearchMode.HYBRID,
                "a query",
                null,
                10,
                GroupBy.DOCUMENT,
                null,
                false,
                null,
                Fuzziness.EXACT,
                false,
                DEADLINE_MS,
                allowPartial,
                browsing,
                explain,
                null,
                List.of(),
                false,
                false);
    }

    private static Collection collection(int shards) {
        return new Collection(
                "c",
                1,
                FakeServices.MODEL,
                FakeServices.DIMENSIONS,
                shards,
                Map.of("year", FieldType.LONG),
                new Chunking(128, 0),
                VectorFormat.INT8,
                Instant.EPOCH);
    }
}
