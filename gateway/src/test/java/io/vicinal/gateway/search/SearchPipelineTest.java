package io.vicinal.gateway.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.embedding.EmbeddingApi.SparseText;
import io.vicinal.contracts.embedding.QueryEmbedding;
import io.vicinal.contracts.embedding.QueryTokens;
import io.vicinal.contracts.embedding.QueryWeights;
import io.vicinal.contracts.embedding.SparseEmbedding;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.search.Fuzziness;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.LexicalStatistics;
import io.vicinal.contracts.search.Like;
import io.vicinal.contracts.search.RetrievalApi.Highlight;
import io.vicinal.contracts.search.SearchMode;
import io.vicinal.contracts.search.SearchResult;
import io.vicinal.contracts.search.SearchResult.Hit;
import io.vicinal.contracts.search.SearchResult.Sentence;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.contracts.text.TextSpan;
import io.vicinal.gateway.FakeServices;
import io.vicinal.gateway.FakeServices.Embedding;
import io.vicinal.routing.LocalRoutes;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class SearchPipelineTest {
    private static final int DEADLINE_MS = 1000;
    private static final Duration SENTENCES = Duration.ofMillis(200);

    private final FakeRetrieval retrieval = new FakeRetrieval();
    private final FakeServices.Embedding embedding = new FakeServices.Embedding();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SearchPipeline pipeline = pipeline(new LocalRoutes(retrieval));

    @Test
    void ordersTheCandidatesOfAllShardsAndFetchesTheirTexts() {
        SearchResult result = search(3, SearchMode.HYBRID, true);
        assertThat(result.hits()).extracting(Hit::id).containsExactly("d2#0", "d1#0", "d0#0");
        assertThat(result.partial()).isFalse();
        assertThat(result.shards()).extracting(SearchResult.ShardReport::behind).containsExactly(0L, 1L, 2L);
        assertThat(result.tookMs().total())
                .isGreaterThanOrEqualTo(result.tookMs().retrieve());
        assertThat(counted("complete")).isEqualTo(1);
    }

    @Test
    void everyShardScoresWithTheStatisticsOfAll() {
        search(2, SearchMode.HYBRID, true);
        assertThat(retrieval.asked)
                .extracting(query -> query.statistics())
                .containsOnly(new LexicalStatistics(30, 300, Map.of("term", 3L, "t1", 1L, "t2", 1L), 0, Map.of()));
        assertThat(retrieval.asked).extracting(query -> query.count()).containsOnly(100);
    }

    @Test
    void oneShardKnowsItsOwnStatistics() {
        search(1, SearchMode.LEXICAL, true);
        assertThat(retrieval.asked.getFirst().statistics()).isNull();
    }

    @Test
    void statisticsOfAShardThatIsAwayAreDoneWithout() {
        retrieval.instead.put(1, FakeRetrieval.away());
        search(2, SearchMode.LEXICAL, true);
        assertThat(retrieval.asked.getFirst().statistics())
                .isEqualTo(new LexicalStatistics(10, 100, Map.of("term", 1L, "t1", 1L), 0, Map.of()));
    }

    @Test
    void lexicalModeDoesNotEmbedAndDenseModeSendsNoQuery() {
        search(2, SearchMode.LEXICAL, true);
        assertThat(embedding.embedded).hasValue(0);
        assertThat(retrieval.asked).allMatch(query -> query.vector() == null);
        retrieval.asked.clear();
        search(2, SearchMode.DENSE, true);
        assertThat(retrieval.asked).allMatch(query -> query.query() == null && query.statistics() == null);
    }

    @Test
    void aShardThatIsAwayMakesTheResultPartial() {
        retrieval.instead.put(0, FakeRetrieval.away());
        SearchResult result = search(2, SearchMode.HYBRID, true);
        assertThat(result.partial()).isTrue();
        assertThat(result.hits()).extracting(Hit::documentId).containsExactly("d1");
        assertThat(result.shards().getFirst().answered()).isFalse();
        assertThat(result.shards().getFirst().reason()).isEqualTo("The shard is not here.");
        assertThat(counted("partial")).isEqualTo(1);
    }

    @Test
    void aShardThatIsLateIsLeftOutWithinTheDeadline() {
        retrieval.instead.put(1, Mono.never());
        long began = System.nanoTime();
        SearchResult result = search(2, SearchMode.DENSE, true);
        assertThat((System.nanoTime() - began) / 1e6).isBetween(0.8 * DEADLINE_MS, 1.2 * DEADLINE_MS);
        assertThat(result.partial()).isTrue();
        assertThat(result.shards().get(1).reason()).contains("deadline");
        assertThat(result.hits()).extracting(Hit::documentId).containsExactly("d0");
    }

    @Test
    void whereAllIsWantedAMissingShardIsAProblem() {
        retrieval.instead.put(1, FakeRetrieval.away());
        assertThat(problem(() -> search(2, SearchMode.HYBRID, false)).detail()).contains("c.v1/1");
        assertThat(counted("failed")).isEqualTo(1);
    }

    @Test
    void textsWhosePointInTimeIsGoneAreMissingAndSaidSo() {
        retrieval.pointInTimeGone = true;
        SearchResult result = search(1, SearchMode.HYBRID, true);
        assertThat(result.hits()).isEmpty();
        assertThat(result.partial()).isTrue();
        assertThat(result.shards().getFirst().reason()).contains("point in time");
    }

    @Test
    void withoutTheEmbeddingServiceLexicalSearchGoesOn() {
        embedding.answer = () -> Mono.error(new ConnectException("refused"));
        var problem = problem(() -> search(1, SearchMode.HYBRID, true));
        assertThat(ProblemType.SERVICE_UNAVAILABLE.is(problem)).isTrue();
        assertThat(problem.detail()).contains("embedding service").doesNotContain("refused");
        assertThat(search(1, SearchMode.LEXICAL, true).hits()).hasSize(1);
    }

    @Test
    void anEmbeddingThatIsLateIsADeadlineExceeded() {
        embedding.answer = Mono::never;
        assertThat(ProblemType.DEADLINE_EXCEEDED.is(problem(() -> search(1, SearchMode.HYBRID, true))))
                .isTrue();
    }

    @Test
    void aTruncatedQueryIsSaid() {
        embedding.answer = () -> Mono.just(new QueryEmbedding(new float[] {1, 0, 0, 0}, 512, null, true));
        assertThat(search(1, SearchMode.DENSE, true).warnings())
                .singleElement()
                .asString()
                .contains("longer");
    }

    @Test
    void theQuerysTokensGoToEveryShardWithTheFrequenciesOfTheirPiecesInAll() {
        embedding.answer = () -> Mono.just(new QueryEmbedding(new float[] {1, 0, 0, 0}, 5, tokens(), false));
        SearchResult result = late(2, SearchMode.HYBRID, null);
        assertThat(embedding.asked.getLast().tokenVectors()).isTrue();
        assertThat(retrieval.statisticsAsked).hasSize(2).allSatisfy(query -> {
            assertThat(query.query()).isEqualTo("a query");
            assertThat(query.pieces()).containsExactly(7, 8);
        });
        assertThat(retrieval.asked).hasSize(2).allSatisfy(query -> {
            assertThat(query.tokens()).isNotNull();
            assertThat(query.statistics().piecePassages()).isEqualTo(15);
            assertThat(query.statistics().pieceFrequency()).containsExactlyInAnyOrderEntriesOf(Map.of(7, 3L, 8, 3L));
            assertThat(query.statistics().passages()).isEqualTo(30);
        });
        assertThat(result.hits())
                .extracting(hit -> hit.scores().lateInteraction())
                .containsOnly(0.25f);
        assertThat(result.warnings()).isEmpty();
    }

    @Test
    void withoutLateInteractionNoTokensAreAskedForAndNoPiecesCounted() {
        search(2, SearchMode.HYBRID, true);
        assertThat(embedding.asked.getLast().tokenVectors()).isFalse();
        assertThat(retrieval.statisticsAsked).allMatch(query -> query.pieces() == null);
        assertThat(retrieval.asked).allMatch(query -> query.tokens() == null);
    }

    @Test
    void aQueryIsWeighedBesideItsEmbeddingOrAlone() {
        SearchResult both = weighed(SearchMode.HYBRID);
        assertThat(embedding.weighed).containsExactly(new SparseText(FakeServices.SPARSE_MODEL, "a query"));
        assertThat(retrieval.asked).hasSize(2).allSatisfy(query -> {
            assertThat(query.vector()).isNotNull();
            assertThat(query.query()).isEqualTo("a query");
            assertThat(query.sparse().weights().words()).containsExactly(7);
        });
        assertThat(both.hits()).extracting(hit -> hit.scores().sparse()).containsOnly(0.125f);
        retrieval.asked.clear();
        embedding.embedded.set(0);
        SearchResult alone = weighed(SearchMode.SPARSE);
        assertThat(embedding.embedded).hasValue(0);
        assertThat(retrieval.asked)
                .hasSize(2)
                .allMatch(query -> query.vector() == null && query.query() == null && query.sparse() != null);
        assertThat(alone.hits()).hasSize(2).allSatisfy(hit -> {
            assertThat(hit.scores().sparse()).isEqualTo(0.125f);
            assertThat(hit.scores().dense()).isNull();
            assertThat(hit.scores().lexical()).isNull();
        });
        assertThat(alone.warnings()).isEmpty();
    }

    @Test
    void whatOfTheWeightsIsMissingIsSaidAndOnlyModeSparseFailsWithout() {
        QueryWeights words = Embedding.light().block().query();
        embedding.weights = () -> Mono.just(new SparseEmbedding(words, true, 12));
        assertThat(weighed(SearchMode.HYBRID).warnings())
                .hasSize(2)
                .anyMatch(warning -> warning.contains("longer than the sparse model reads"))
                .anyMatch(warning -> warning.contains("1012 words"));
        embedding.weights = () -> Mono.error(ProblemType.UNKNOWN_MODEL.exception("model", "gone"));
        SearchResult without = weighed(SearchMode.HYBRID);
        assertThat(without.hits()).hasSize(2).allMatch(hit -> hit.scores().sparse() == null);
        assertThat(without.warnings())
                .singleElement()
                .asString()
                .contains("Sparse search was left out", FakeServices.SPARSE_MODEL);
        var problem = problem(() -> weighed(SearchMode.SPARSE));
        assertThat(ProblemType.SERVICE_UNAVAILABLE.is(problem)).isTrue();
        assertThat(problem.detail()).contains(FakeServices.SPARSE_MODEL, "mode lexical");
        embedding.weights = Mono::never;
        assertThat(ProblemType.DEADLINE_EXCEEDED.is(problem(() -> weighed(SearchMode.SPARSE))))
                .isTrue();
    }

    private SearchResult weighed(SearchMode mode) {
        SearchPlan plan = Plans.byScore(
                mode,
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
                true,
                Browsing.NONE,
                false,
                null,
                List.of(),
                false,
                true);
        return Objects.requireNonNull(pipeline.search(collection(2).withSparseModel(FakeServices.SPARSE_MODEL), plan)
                .block());
    }

    @Test
    void lateInteractionGoesWithEveryMode() {
        embedding.answer = () -> Mono.just(new QueryEmbedding(new float[] {1, 0, 0, 0}, 5, tokens(), false));
        late(2, SearchMode.DENSE, null);
        assertThat(retrieval.statisticsAsked)
                .hasSize(2)
                .allMatch(query -> query.query() == null && query.pieces() != null);
        assertThat(retrieval.asked)
                .allMatch(query -> query.query() == null && query.vector() != null && query.tokens() != null);
        retrieval.asked.clear();
        late(1, SearchMode.LEXICAL, null);
        assertThat(retrieval.asked)
                .singleElement()
                .matches(query -> query.vector() == null && query.tokens() != null && query.statistics() == null);
        retrieval.asked.clear();
        late(1, SearchMode.HYBRID, new float[] {0, 1, 0, 0});
        assertThat(retrieval.asked.getFirst().vector())
                .as("the user's own vector")
                .containsExactly(0, 1, 0, 0);
        assertThat(retrieval.asked.getFirst().tokens()).isNotNull();
    }

    @Test
    void aModelWithoutTokenVectorsIsSaid() {
        SearchResult result = late(2, SearchMode.HYBRID, null);
        assertThat(result.hits()).hasSize(2);
        assertThat(retrieval.asked).allMatch(query -> query.tokens() == null);
        assertThat(result.warnings())
                .singleElement()
                .asString()
                .contains("Late interaction was left out", FakeServices.MODEL);
    }

    @Test
    void tokensThatCannotBeHadAreNoReasonToFailWhereTheVectorIsNotNeeded() {
        embedding.answer = () -> Mono.error(new ConnectException("refused"));
        SearchResult result = late(1, SearchMode.LEXICAL, null);
        assertThat(result.hits()).hasSize(1);
        assertThat(result.warnings())
                .singleElement()
                .asString()
                .contains("Late interaction was left out", "cannot be reached")
                .doesNotContain("refused");
        assertThat(problem(() -> late(1, SearchMode.HYBRID, null)).detail()).contains("embedding service");
    }

    @Test
    void anotherReplicaIsAskedAndTheTextsComeFromTheOneThatAnswered() {
        FakeRetrieval broken = new FakeRetrieval();
        broken.instead.put(0, Mono.error(new ConnectException("refused")));
        SearchPipeline replicated = pipeline(new ShardRoutes() {
            @Override
            public List<RetrievalNode> replicas(ShardId shard) {
                return List.of(new RetrievalNode("a:1", broken), new RetrievalNode("b:1", retrieval));
            }

            @Override
            public Mono<Void> refresh() {
                return Mono.empty();
            }
        });
        SearchResult result = Objects.requireNonNull(
                replicated.search(collection(1), plan(SearchMode.HYBRID, false)).block());
        assertThat(result.hits()).hasSize(1);
    }

    @Test
    void whatAShardLeftOutIsSaidOnce() {
        retrieval.warnings = List.of("Too many words.");
        assertThat(search(3, SearchMode.HYBRID, true).warnings()).containsExactly("Too many words.");
    }

    @Test
    void highlightsComeFromTheShardAndFuzzinessGoesThere() {
        SearchResult result = highlighted(2, SearchMode.HYBRID);
        assertThat(retrieval.highlighted).containsOnly(new Highlight("a query", Fuzziness.ONE));
        assertThat(retrieval.asked).allMatch(query -> query.fuzziness() == Fuzziness.ONE);
        assertThat(result.hits()).allSatisfy(hit -> {
            assertThat(hit.highlights()).containsExactly(new TextSpan(5, 7));
            assertThat(hit.bestSentence()).isEqualTo(new Sentence(5, 7, "of"));
        });
        assertThat(result.tookMs().highlight()).isNotNull();
        assertThat(embedding.sentences)
                .as("hits with words of the query have theirs")
                .isEmpty();
    }

    @Test
    void withoutHighlightNothingIsLookedFor() {
        SearchResult result = search(2, SearchMode.DENSE, true);
        assertThat(result.hits()).allMatch(hit -> hit.highlights() == null && hit.bestSentence() == null);
        assertThat(result.tookMs().highlight()).isNull();
        assertThat(embedding.sentences).isEmpty();
    }

    @Test
    void aHitByMeaningShowsTheSentenceThatIsNearest() {
        SearchResult result = highlighted(2, SearchMode.DENSE);
        assertThat(result.hits())
                .allMatch(hit -> new Sentence(0, 4, "text").equals(hit.bestSentence()))
                .hasSize(2);
        assertThat(embedding.sentences)
                .extracting(EmbeddingApi.SentenceQuery::text)
                .containsExactlyInAnyOrder("text of d0", "text of d1");
    }

    @Test
    void sentencesByMeaningAreForTheFirstTenHitsOnly() {
        SearchResult result = highlighted(12, SearchMode.DENSE);
        assertThat(embedding.sentences).hasSize(10);
        assertThat(result.hits())
                .filteredOn(hit -> hit.bestSentence().text().equals("text"))
                .hasSize(10);
        assertThat(result.warnings()).singleElement().asString().contains("first 10", "2 more");
    }

    @Test
    void whatCannotBeFoundInTimeIsLeftOutAndSaid() {
        embedding.sentence = query -> query.text().endsWith("1") ? Mono.never() : Mono.just(new TextSpan(0, 4));
        long began = System.nanoTime();
        SearchResult result = highlighted(3, SearchMode.DENSE);
        assertThat((System.nanoTime() - began) / 1e6).isLessThan(DEADLINE_MS);
        assertThat(result.hits())
                .filteredOn(hit -> hit.bestSentence().text().equals("text"))
                .extracting(Hit::documentId)
                .containsExactlyInAnyOrder("d0", "d2");
        assertThat(result.warnings()).singleElement().asString().contains("Of 1 hits");
        embedding.sentence = _ -> Mono.error(new ConnectException("refused"));
        assertThat(highlighted(1, SearchMode.DENSE).warnings())
                .singleElement()
                .asString()
                .contains("away");
    }

    private SearchPipeline pipeline(ShardRoutes routes) {
        return new SearchPipeline(
                embedding,
                new ShardCalls(routes, registry),
                new FakeServices.Reranking(),
                new FakeServices.Relevance(),
                SENTENCES,
                new SearchMetrics(registry));
    }

    private SearchResult search(int shards, SearchMode mode, boolean allowPartial) {
        return Objects.requireNonNull(
                pipeline.search(collection(shards), plan(mode, allowPartial)).block());
    }

    private static SearchPlan asked(
            SearchMode mode, boolean explain, @Nullable Like like, @Nullable Filter filter, boolean vectors) {
        return Plans.byScore(
                mode,
                like == null ? "a query" : null,
                null,
                10,
                GroupBy.DOCUMENT,
                LikeRules.without(like, filter),
                false,
                null,
                Fuzziness.EXACT,
                false,
                DEADLINE_MS,
                true,
                Browsing.NONE,
                explain,
                like,
                List.of(),
                vectors,
                false);
    }

    private SearchResult run(SearchPlan plan) {
        return Objects.requireNonNull(pipeline.search(collection(2), plan).block());
    }

    @Test
    void hitsAreExplainedByTheQueryAndThePointInTimeThatFoundThem() {
        SearchResult result = run(asked(SearchMode.HYBRID, true, null, null, false));
        assertThat(result.hits())
                .hasSize(2)
                .allMatch(hit -> hit.explanation() != null && hit.explanation().dense() != null);
        assertThat(retrieval.explained).hasSize(2).allSatisfy(query -> {
            assertThat(query.pointInTime()).isEqualTo(42);
            assertThat(retrieval.asked).contains(query.query());
            assertThat(query.docs()).hasSize(1);
        });
        assertThat(search(2, SearchMode.HYBRID, true).hits()).allMatch(hit -> hit.explanation() == null);
        assertThat(retrieval.explained).hasSize(2);
    }

    @Test
    void examplesPointBetweenThePositiveAndAwayFromTheNegativeAndAreLeftOut() {
        retrieval.directions.put("a", new float[] {1, 0, 0, 0});
        retrieval.directions.put(
                "b", new float[] {0, 0.5f, 0, 0}); // a long document of several passages counts as much
        retrieval.directions.put("c", new float[] {0, 0, 1, 0});
        Filter filter = Filter.eq(Map.of("topic", "food"));
        run(asked(SearchMode.DENSE, false, new Like(List.of("a", "b"), List.of("c")), filter, false));
        double length = Math.sqrt(0.75);
        assertThat(retrieval.asked).hasSize(2).allSatisfy(query -> {
            assertThat(query.vector())
                    .containsExactly(
                            new float[] {(float) (0.5 / length), (float) (0.5 / length), (float) (-0.5 / length), 0},
                            org.assertj.core.data.Offset.offset(1e-6f));
            assertThat(query.filter().eq()).isEqualTo(filter.eq());
            assertThat(query.filter().and().getFirst().not().in()).isEqualTo(Map.of("id", List.of("a", "b", "c")));
            assertThat(query.query()).isNull();
        });
        assertThat(embedding.embedded).hasValue(0);
    }

    @Test
    void examplesThatCancelOutAreRefused() {
        retrieval.directions.put("a", new float[] {1, 0, 0, 0});
        Like both = new Like(List.of("a", "a"), List.of("a"));
        run(asked(SearchMode.DENSE, false, both, null, false)); // a half of it is left
        retrieval.directions.put("b", new float[] {-1, 0, 0, 0});
        Like opposite = new Like(List.of("a", "b"), List.of());
        assertThat(problem(() -> run(asked(SearchMode.DENSE, false, opposite, null, false)))
                        .detail())
                .contains("cancel");
    }

    @Test
    void examplesOfAShardThatIsAwayAreNoPartialAnswer() {
        retrieval.directions.put("a", new float[] {1, 0, 0, 0});
        retrieval.instead.put(0, FakeRetrieval.away());
        retrieval.instead.put(1, FakeRetrieval.away());
        var problem =
                problem(() -> run(asked(SearchMode.DENSE, false, new Like(List.of("a"), List.of()), null, false)));
        assertThat(ProblemType.SHARD_UNAVAILABLE.is(problem)).isTrue();
    }

    @Test
    void vectorsComeAlongWhereTheyAreAskedFor() {
        assertThat(run(asked(SearchMode.LEXICAL, false, null, null, true)).hits())
                .allSatisfy(hit -> assertThat(hit.vector()).containsExactly(0, 0, 0, 1));
        assertThat(search(2, SearchMode.LEXICAL, true).hits()).allMatch(hit -> hit.vector() == null);
    }

    private double counted(String outcome) {
        return registry.get("vicinal.gateway.search")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private static io.vicinal.contracts.error.Problem problem(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        try {
            call.call();
        } catch (ProblemException e) {
            return e.problem();
        } catch (Throwable other) {
            throw new AssertionError(other);
        }
        throw new AssertionError("no problem");
    }

    private static SearchPlan plan(SearchMode mode, boolean allowPartial) {
        return plan(mode, false, null, allowPartial);
    }

    private static SearchPlan plan(
            SearchMode mode, boolean lateInteraction, float @Nullable [] vector, boolean allowPartial) {
        return Plans.byScore(
                mode,
                "a query",
                vector,
                10,
                GroupBy.DOCUMENT,
                null,
                lateInteraction,
                null,
                Fuzziness.EXACT,
                false,
                DEADLINE_MS,
                allowPartial,
                Browsing.NONE,
                false,
                null,
                List.of(),
                false,
                false);
    }

    private SearchResult late(int shards, SearchMode mode, float @Nullable [] vector) {
        return Objects.requireNonNull(pipeline.search(collection(shards), plan(mode, true, vector, true))
                .block());
    }

    private static QueryTokens tokens() {
        return new QueryTokens(new int[] {7, 8, 7}, new String[] {"a", "b", "a"}, new float[] {1, 0, 0, 1, 1, 0});
    }

    private SearchResult highlighted(int shards, SearchMode mode) {
        SearchPlan plan = Plans.byScore(
                mode,
                "a query",
                null,
                50,
                GroupBy.DOCUMENT,
                null,
                false,
                null,
                Fuzziness.ONE,
                true,
                DEADLINE_MS,
                true,
                Browsing.NONE,
                false,
                null,
                List.of(),
                false,
                false);
        return Objects.requireNonNull(pipeline.search(collection(shards), plan).block());
    }

    private static Collection collection(int shards) {
        return new Collection(
                "c",
                1,
                FakeServices.MODEL,
                FakeServices.DIMENSIONS,
                shards,
                Map.of(),
                new Chunking(128, 0),
                VectorFormat.INT8,
                Instant.EPOCH);
    }
}
