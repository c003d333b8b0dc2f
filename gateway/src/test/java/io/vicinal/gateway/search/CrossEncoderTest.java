package io.vicinal.gateway.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.embedding.EmbeddingApi.PairsQuery;
import io.vicinal.contracts.embedding.PairScores;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.reranking.RerankingApi.CrossRead;
import io.vicinal.contracts.reranking.RerankingApi.Ranked;
import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.SearchRequest;
import io.vicinal.contracts.search.SearchResult;
import io.vicinal.contracts.search.SearchResult.Hit;
import io.vicinal.gateway.FakeServices;
import io.vicinal.routing.LocalRoutes;
import io.vicinal.routing.ShardCalls;
import io.vicinal.testkit.retrieval.FakeRetrieval;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

/** A cross-encoder in a search; before it, the hits stand in the order d2, d1, d0. */
class CrossEncoderTest {
    private final FakeServices.Embedding embedding = new FakeServices.Embedding();
    private final FakeServices.Reranking reranking = new FakeServices.Reranking();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SearchPipeline pipeline = new SearchPipeline(
            embedding,
            new ShardCalls(new LocalRoutes(new FakeRetrieval()), registry),
            reranking,
            new FakeServices.Relevance(),
            Duration.ofMillis(200),
            new SearchMetrics(registry));

    @Test
    void readsTitleAndTextOfTheBestAndSortsThem() {
        embedding.pairs = _ -> Mono.just(new PairScores(List.of(0.1, 0.3, 0.9), List.of(), 3));
        SearchResult result = search("{\"model\":\"pairs\"}");
        assertThat(result.hits()).extracting(Hit::documentId).containsExactly("d0", "d1", "d2");
        assertThat(result.hits()).extracting(hit -> hit.scores().crossEncoder()).containsExactly(0.9, 0.3, 0.1);
        assertThat(result.warnings()).isEmpty();
        PairsQuery asked = embedding.paired.getFirst();
        assertThat(asked.model()).isEqualTo("pairs");
        assertThat(asked.query()).isEqualTo("a query");
        assertThat(asked.texts()).containsExactly("Title text of d2", "Title text of d1", "Title text of d0");
        assertThat(asked.timeMs()).isBetween(1, 1000);
    }

    @Test
    void readsNoMoreThanAskedForAndInTheTimeAskedFor() {
        embedding.pairs = query -> Mono.just(new PairScores(List.of(0.1, 0.3), List.of(), 2));
        SearchResult result = search("{\"model\":\"pairs\",\"top_n\":2,\"deadline_ms\":7}");
        assertThat(embedding.paired.getFirst().texts()).hasSize(2);
        assertThat(embedding.paired.getFirst().timeMs()).isEqualTo(7);
        assertThat(result.hits()).hasSize(3);
        assertThat(result.hits().getLast().scores().crossEncoder()).isNull();
    }

    @Test
    void readsMoreThanItShows() {
        search("{\"model\":\"pairs\"},\"top_k\":1");
        assertThat(embedding.paired.getFirst().texts()).hasSize(3);
    }

    @Test
    void saysHowManyItReadWhenTheTimeWasOver() {
        embedding.pairs = _ -> Mono.just(new PairScores(Arrays.asList(0.1, 0.9, null), List.of(), 2));
        SearchResult result = search("{\"model\":\"pairs\"}");
        assertThat(result.hits()).extracting(Hit::documentId).containsExactly("d1", "d2", "d0");
        assertThat(result.warnings()).singleElement().asString().contains("read 2 of the best 3");
    }

    @Test
    void theSearchGoesOnWithoutOneThatFails() {
        embedding.pairs = _ -> Mono.error(ProblemType.MODEL_FAILED.exception("text", "It answered with no number."));
        SearchResult failed = search("{\"model\":\"pairs\"}");
        assertThat(failed.hits()).extracting(Hit::documentId).containsExactly("d2", "d1", "d0");
        assertThat(failed.warnings()).singleElement().asString().contains("left out", "no number");
        embedding.pairs = _ -> Mono.never();
        SearchResult late = search("{\"model\":\"pairs\"}");
        assertThat(late.hits()).hasSize(3);
        assertThat(late.warnings()).singleElement().asString().contains("left out", "in time");
    }

    @Test
    void diversityHasTheLastWordOfWhatItRead() {
        embedding.pairs = _ -> Mono.just(new PairScores(Arrays.asList(0.1, 0.9, null), List.of(), 2));
        SearchResult result = search("{\"model\":\"pairs\"},\"diversity\":{\"lambda\":0.5}");
        assertThat(reranking.atOnce).as("not before it reads").isNull();
        CrossRead asked = Objects.requireNonNull(reranking.diversified);
        assertThat(asked.diversity().lambda()).isEqualTo(0.5);
        assertThat(asked.order().ranked()).extracting(Ranked::crossEncoder).containsExactly(0.9, 0.1, null);
        assertThat(asked.hits()).extracting(Signals::documentId).containsExactly("d1", "d2", "d0");
        assertThat(result.hits()).extracting(Hit::documentId).containsExactly("d0", "d2", "d1");
        assertThat(result.warnings()).singleElement().asString().contains("read 2 of the best 3");
    }

    @Test
    void hitsAreDiverseAlsoWhereItFails() {
        embedding.pairs = _ -> Mono.error(ProblemType.MODEL_FAILED.exception("text", "It answered with no number."));
        SearchResult result = search("{\"model\":\"pairs\"},\"diversity\":{\"lambda\":0.5}");
        assertThat(result.hits()).extracting(Hit::documentId).containsExactly("d0", "d1", "d2");
        assertThat(result.warnings()).singleElement().asString().contains("left out");
        embedding.pairs = _ -> Mono.never();
        SearchResult late = search("{\"model\":\"pairs\"},\"diversity\":{\"lambda\":0.5}");
        assertThat(late.hits())
                .as("there is time left for it")
                .extracting(Hit::documentId)
                .containsExactly("d0", "d1", "d2");
    }

    @Test
    void aModelThatIsNoneIsTheCallersFault() {
        embedding.pairs = _ -> Mono.error(ProblemType.UNKNOWN_MODEL.exception("model", "There is no model \"pears\"."));
        assertThatThrownBy(() -> search("{\"model\":\"pears\"}")).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().field()).isEqualTo("rerank.model");
            assertThat(ProblemType.UNKNOWN_MODEL.is(e.problem())).isTrue();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"query":"a","rerank":{}}                                   | rerank.model
            {"query":"a","rerank":{"model":" "}}                        | rerank.model
            {"query":"a","rerank":{"model":"m","top_n":0}}              | rerank.top_n
            {"query":"a","rerank":{"model":"m","top_n":201}}            | rerank.top_n
            {"query":"a","rerank":{"model":"m","weight":1.1}}           | rerank.weight
            {"query":"a","rerank":{"model":"m","weight":-0.1}}          | rerank.weight
            {"query":"a","rerank":{"model":"m","deadline_ms":0}}        | rerank.deadline_ms
            {"query":"a","rerank":{"model":"m","deadline_ms":60001}}    | rerank.deadline_ms
            {"vector":[1,0,0,0],"rerank":{"model":"m"}}                 | query
            {"query":"a","rerank":{"model":"m"},"diversity":{"lambda":2}} | diversity.lambda
            """)
    void refusesWhatItCannotDo(String request, String field) {
        assertThatThrownBy(() -> RequestRules.plan(
                        Json.mapper().readValue(request, SearchRequest.class), collection(), Optional.empty()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().field()).isEqualTo(field));
    }

    private SearchResult search(String rerank) {
        String request =
                "{\"query\":\"a query\",\"deadline_ms\":1000,\"late_interaction\":false,\"rerank\":" + rerank + "}";
        SearchPlan plan = RequestRules.plan(
                Json.mapper().readValue(request, SearchRequest.class), collection(), Optional.empty());
        return Objects.requireNonNull(pipeline.search(collection(), plan).block());
    }

    private static Collection collection() {
        return new Collection(
                "c",
                1,
                FakeServices.MODEL,
                FakeServices.DIMENSIONS,
                3,
                Map.of(),
                new Chunking(128, 0),
                VectorFormat.INT8,
                Instant.EPOCH);
    }
}
