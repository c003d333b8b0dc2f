package io.vicinal.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.networknt.schema.dialect.Dialects;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vicinal.contracts.json.Json;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Texts of a request put in order by the default model's vectors, in the shapes of Cohere, Jina and TEI. */
@WithBroker
@Timeout(120)
class RerankTest {
    private static final String QUERY = "Why do cats purr?";
    private static final List<String> TEXTS =
            List.of("Income tax is due in April.", "The kitten slept on the sofa.", "A cat purrs when it is content.");

    private static EmbeddingService service;

    @BeforeAll
    static void start(TestBroker broker) {
        service = new EmbeddingService(broker.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void answersInCoheresShape() {
        JsonNode answer = cohere(Map.of("model", "default", "query", QUERY, "documents", TEXTS, "top_n", 2))
                .json();
        assertThat(answer.propertyNames()).containsExactlyInAnyOrder("id", "model", "results", "usage", "meta");
        assertThat(indexes(answer)).containsExactly(2, 1);
        assertThat(answer.at("/results/0").propertyNames()).containsExactlyInAnyOrder("index", "relevance_score");
        assertThat(answer.path("model").asString()).isEqualTo("bge-small-en-v1.5");
        assertThat(answer.at("/meta/tokens/input_tokens").asInt())
                .isEqualTo(answer.at("/usage/total_tokens").asInt())
                .isEqualTo(tokens(QUERY)
                        + TEXTS.stream().mapToInt(RerankTest::tokens).sum());
        assertThat(answer.path("meta").has("warnings")).isFalse();
    }

    @Test
    void takesJinasDocumentsAndGivesThemBack() {
        List<Map<String, Object>> documents = TEXTS.stream()
                .map(text -> Map.<String, Object>of("title", List.of("x", Map.of("text", "y")), "text", text))
                .toList();
        JsonNode answer = cohere(Map.of("query", QUERY, "documents", documents, "return_documents", true))
                .json();
        assertThat(indexes(answer)).containsExactly(2, 1, 0);
        assertThat(answer.at("/results/0/document/text").asString()).isEqualTo(TEXTS.get(2));
    }

    @Test
    void answersInTheShapeThatTeiPublishes() throws Exception {
        JsonNode answer =
                tei(Map.of("query", QUERY, "texts", TEXTS, "return_text", true)).json();
        PublishedSchemas schemas = new PublishedSchemas("tei-openapi.json", Dialects.getOpenApi30());
        schemas.assertValid(answer, "RerankResponse");
        schemas.assertValid(tei(Map.of("query", QUERY, "texts", List.of())).json(), "ErrorResponse");
        assertThat(answer.valueStream().map(rank -> rank.path("index").asInt())).containsExactly(2, 1, 0);
        assertThat(answer.at("/0/text").asString()).isEqualTo(TEXTS.get(2));
        assertThat(tei(Map.of("query", QUERY, "texts", TEXTS)).json().get(0).has("text"))
                .isFalse();
    }

    @Test
    void scoresLieBetween0And1AndFallWithTheOrder() {
        for (JsonNode ranked : List.of(
                cohere(Map.of("query", QUERY, "documents", TEXTS)).json().path("results"),
                tei(Map.of("query", QUERY, "texts", TEXTS)).json())) {
            List<Double> scores = scores(ranked);
            assertThat(scores).hasSize(3).isSortedAccordingTo(Collections.reverseOrder());
            assertThat(scores).allMatch(score -> score > 0 && score < 1);
        }
        assertThat(scores(tei(Map.of("query", QUERY, "texts", TEXTS, "raw_scores", true))
                        .json()))
                .as("means of cosines")
                .isSortedAccordingTo(Collections.reverseOrder())
                .allMatch(score -> score > 0.3 && score < 1);
    }

    @Test
    void aScoreMeansTheSameInAnotherRequest() {
        List<Double> fitting =
                scores(cohere(Map.of("query", QUERY, "documents", TEXTS)).json().path("results"));
        List<Double> nothingFits = scores(cohere(Map.of(
                        "query",
                        QUERY,
                        "documents",
                        List.of("Income tax is due in April.", "The statute of limitations is six years.")))
                .json()
                .path("results"));
        assertThat(fitting.getFirst()).isGreaterThan(0.8);
        assertThat(nothingFits).allMatch(score -> score < 0.1);
    }

    @Test
    void oneTextIsScoredToo() {
        JsonNode good = cohere(Map.of("query", QUERY, "documents", List.of(TEXTS.get(2))))
                .json();
        JsonNode bad = cohere(Map.of("query", QUERY, "documents", List.of(TEXTS.get(0))))
                .json();
        assertThat(score(good, 0)).isGreaterThan(0.8);
        assertThat(score(bad, 0)).isLessThan(0.1);
    }

    @Test
    void equalTextsHaveEqualScoresInTheOrderOfTheRequest() {
        List<String> texts = new ArrayList<>(Collections.nCopies(40, TEXTS.get(1)));
        texts.add(TEXTS.get(2));
        texts.add(TEXTS.get(1));
        JsonNode answer = cohere(Map.of("query", QUERY, "documents", texts)).json();
        assertThat(indexes(answer).getFirst()).isEqualTo(40);
        assertThat(indexes(answer).subList(1, 42))
                .containsExactlyElementsOf(
                        IntStream.range(0, 42).filter(i -> i != 40).boxed().toList());
        assertThat(scores(answer.path("results")).subList(1, 42)).containsOnly(score(answer, 1));
        JsonNode alike = cohere(Map.of("query", QUERY, "documents", Collections.nCopies(5, TEXTS.get(2))))
                .json();
        assertThat(indexes(alike)).containsExactly(0, 1, 2, 3, 4);
        assertThat(scores(alike.path("results"))).hasSize(5).containsOnly(score(alike, 0));
        assertThat(score(alike, 0)).as("as it would have alone").isGreaterThan(0.8);
    }

    @Test
    void aTextWithoutAWordIsLastAndSaidSo() {
        JsonNode answer = cohere(Map.of("query", QUERY, "documents", List.of("", TEXTS.get(0), " \n")))
                .json();
        assertThat(indexes(answer)).containsExactly(1, 0, 2);
        assertThat(score(answer, 1)).isZero();
        assertThat(answer.at("/meta/warnings/0").asString()).contains("documents[0], documents[2]");
        JsonNode none =
                cohere(Map.of("query", QUERY, "documents", List.of(" "))).json();
        assertThat(score(none, 0)).isZero();
    }

    @Test
    void theSameRequestHasTheSameAnswer() {
        List<String> texts = IntStream.range(0, 60).mapToObj(i -> "cat " + i).toList();
        Map<String, Object> body = Map.of("query", QUERY, "texts", texts);
        assertThat(tei(body).json()).isEqualTo(tei(body).json());
    }

    @Test
    void aLongTextIsReadAsFarAsTheModelReadsAndThatIsSaid() {
        String megabyte = TEXTS.get(2) + " and so on".repeat(100_000);
        JsonNode answer = cohere(Map.of("query", QUERY, "documents", List.of(TEXTS.get(0), megabyte)))
                .json();
        assertThat(indexes(answer)).containsExactly(1, 0);
        assertThat(answer.at("/meta/warnings").size()).isEqualTo(1);
        assertThat(answer.at("/meta/warnings/0").asString()).contains("documents[1].");
        EmbeddingService.Answer refused = tei(Map.of("query", QUERY, "texts", List.of(TEXTS.get(0), megabyte)));
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.json().path("error").asString()).contains("texts[1]");
        assertThat(refused.json().path("error_type").asString()).isEqualTo("Validation");
        assertThat(tei(Map.of("query", QUERY, "texts", List.of(TEXTS.get(0), megabyte), "truncate", true))
                        .json()
                        .get(0)
                        .path("index")
                        .asInt())
                .isEqualTo(1);
        EmbeddingService.Answer jina =
                cohere(Map.of("query", QUERY, "documents", List.of(megabyte), "truncation", false));
        assertThat(jina.status()).isEqualTo(413);
        assertThat(jina.json().path("field").asString()).isEqualTo("documents[0]");
    }

    @Test
    void readsNoMoreOfATextThanAskedFor() {
        String text = "income tax ".repeat(10) + TEXTS.get(2);
        JsonNode answer = cohere(
                        Map.of("query", QUERY, "documents", List.of(text, TEXTS.get(1)), "max_tokens_per_doc", 20))
                .json();
        assertThat(indexes(answer)).containsExactly(1, 0);
        assertThat(answer.at("/meta/warnings/0").asString()).contains("documents[0]");
        assertThat(answer.at("/usage/total_tokens").asInt()).isEqualTo(tokens(QUERY) + 22 + tokens(TEXTS.get(1)));
    }

    @Test
    void cutsTheSideThatTeisClientsName() {
        String text = TEXTS.get(2) + " income tax".repeat(600);
        double right = tei(Map.of("query", QUERY, "texts", List.of(text), "truncate", true))
                .json()
                .at("/0/score")
                .asDouble();
        double left = tei(Map.of(
                        "query", QUERY, "texts", List.of(text), "truncate", true, "truncation_direction", "Left"))
                .json()
                .at("/0/score")
                .asDouble();
        assertThat(right).isGreaterThan(2 * left);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                       | 400 | missing-value    | query
            {"query":" ","documents":["a"]}                          | 400 | missing-value    | query
            {"query":"a\\u0000","documents":["a"]}                   | 400 | invalid-value    | query
            {"query":"a"}                                            | 400 | wrong-type       | documents
            {"query":"a","documents":"b"}                            | 400 | wrong-type       | documents
            {"query":"a","documents":[]}                             | 400 | missing-value    | documents
            {"query":"a","documents":["b",5]}                        | 400 | wrong-type       | documents[1]
            {"query":"a","documents":[{"title":"b"}]}                | 400 | wrong-type       | documents[0]
            {"query":"a","documents":[{"text":5}]}                   | 400 | wrong-type       | documents[0]
            {"query":"a","documents":["b","\\ud800"]}                | 400 | invalid-value    | documents[1]
            {"query":"a","documents":["b"],"top_n":0}                | 400 | invalid-value    | top_n
            {"query":"a","documents":["b"],"max_tokens_per_doc":0}   | 400 | invalid-value    | max_tokens_per_doc
            {"query":"a","documents":["b"],"topn":1}                 | 400 | unknown-property | topn
            {"query":"a","documents":["b"],"model":"none"}           | 404 | unknown-model    | model
            """)
    void tellsCoheresClientsWhatIsWrong(String body, int status, String type, String field) {
        EmbeddingService.Answer answer = service.post("/v1/rerank", body);
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(status);
        assertThat(answer.json().path("type").asString()).endsWith("/" + type);
        assertThat(answer.json().path("field").asString()).isEqualTo(field);
        assertThat(answer.json().path("message").asString())
                .isNotBlank()
                .isEqualTo(answer.json().path("detail").asString())
                .doesNotContain("Exception", "io.vicinal");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                       | 400 | Empty
            {"query":"a","texts":[]}                                 | 400 | Empty
            {"query":"a","texts":"b"}                                | 422 | Validation
            {"query":"a","texts":["b"],"truncation_direction":"up"}  | 422 | Validation
            {"query":"a","texts":[                                   | 400 | Validation
            """)
    void tellsTeisClientsWhatIsWrong(String body, int status, String type) {
        EmbeddingService.Answer answer = service.post("/rerank", body);
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(status);
        assertThat(answer.json().path("error_type").asString()).isEqualTo(type);
        assertThat(answer.json().path("error").asString()).isNotBlank().doesNotContain("Exception", "io.vicinal");
    }

    @Test
    void refusesMoreTextsThanItTakesAndServesTheNext() {
        String many = "[" + "\"x\",".repeat(10_000) + "\"x\"]";
        EmbeddingService.Answer cohere = service.post("/v1/rerank", "{\"query\":\"a\",\"documents\":" + many + "}");
        assertThat(cohere.status()).isEqualTo(413);
        assertThat(cohere.json().path("message").asString()).contains("1000 texts");
        assertThat(cohere.json().path("field").asString()).isEqualTo("documents");
        EmbeddingService.Answer tei = service.post("/rerank", "{\"query\":\"a\",\"texts\":" + many + "}");
        assertThat(tei.status()).isEqualTo(413);
        assertThat(tei.json().path("error_type").asString()).isEqualTo("Validation");
        String most = "[" + "\"x\",".repeat(999) + "\"x\"]";
        assertThat(service.post("/v1/rerank", "{\"query\":\"a\",\"documents\":" + most + "}")
                        .json()
                        .path("results")
                        .size())
                .isEqualTo(1000);
    }

    @Test
    void answersAWrongMethodInTheShapeThatWasCalled() throws Exception {
        EmbeddingService.Answer cohere = service.get("/v1/rerank");
        assertThat(cohere.status()).isEqualTo(405);
        assertThat(cohere.json().path("message").asString()).contains("POST");
        EmbeddingService.Answer tei = service.get("/rerank");
        assertThat(tei.status()).isEqualTo(405);
        assertThat(tei.json().path("error_type").asString()).isEqualTo("Validation");
    }

    @Test
    void aClientThatGoesEndsTheWork() throws Exception {
        List<String> texts = IntStream.range(0, 900)
                .mapToObj(i -> i + " long words".repeat(120))
                .toList();
        String body = Json.mapper().writeValueAsString(Map.of("query", QUERY, "documents", texts));
        CompletableFuture<?> gone = service.begin("/v1/rerank", body);
        MeterRegistry metrics = service.bean(MeterRegistry.class);
        while (metrics.get("vicinal.onnx.queue.texts").gauges().stream()
                        .mapToDouble(gauge -> gauge.value())
                        .sum()
                == 0) {
            Thread.sleep(5);
        }
        gone.cancel(true);
        Timer cancelled = null;
        while (cancelled == null) {
            Thread.sleep(20);
            cancelled = metrics.find("vicinal.embedding.rerank.duration")
                    .tag("outcome", "cancelled")
                    .timer();
        }
        assertThat(cancelled.totalTime(java.util.concurrent.TimeUnit.SECONDS)).isLessThan(10);
        assertThat(score(cohere(Map.of("query", QUERY, "documents", TEXTS)).json(), 0))
                .isCloseTo(0.9, within(0.1));
    }

    private static EmbeddingService.Answer cohere(Map<String, Object> body) {
        return service.post("/v1/rerank", Json.mapper().writeValueAsString(body));
    }

    private static EmbeddingService.Answer tei(Map<String, Object> body) {
        return service.post("/rerank", Json.mapper().writeValueAsString(body));
    }

    private static int tokens(String text) {
        return service.encoder().tokenizer().encode(text).count();
    }

    private static List<Integer> indexes(JsonNode answer) {
        return answer.path("results")
                .valueStream()
                .map(result -> result.path("index").asInt())
                .toList();
    }

    private static double score(JsonNode answer, int place) {
        return scores(answer.path("results")).get(place);
    }

    private static List<Double> scores(JsonNode ranked) {
        return ranked.valueStream()
                .map(result -> result.path(result.has("score") ? "score" : "relevance_score")
                        .asDouble())
                .toList();
    }
}
