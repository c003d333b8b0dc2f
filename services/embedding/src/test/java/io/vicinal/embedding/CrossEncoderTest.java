package io.vicinal.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.networknt.schema.dialect.Dialects;
import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.embedding.EmbeddingApi.PairsQuery;
import io.vicinal.contracts.embedding.PairScores;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.json.Json;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import io.vicinal.testkit.model.TinyModels;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Reranking by a cross-encoder: a passage's red is worth 1, green 2, blue 4; the query's are subtracted. */
@WithBroker
@Timeout(60)
class CrossEncoderTest {
    private static final List<String> TEXTS = List.of("green", "red", "blue red");

    @TempDir
    static Path folder;

    private static EmbeddingService service;

    @BeforeAll
    static void start(TestBroker broker) {
        TinyModels.crossEncoder(folder.resolve("pairs"), 1);
        TinyModels.crossEncoder(folder.resolve("three"), 3);
        TinyModels.nanCrossEncoder(folder.resolve("nan"));
        service = new EmbeddingService(
                broker.bootstrapServers(),
                "vicinal.embedding.model=pairs",
                "vicinal.embedding.models=three,nan",
                "vicinal.embedding.models-folder=" + folder);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void ranksByTheSigmoidOfItsLogit() throws Exception {
        JsonNode answer = cohere("pairs", "red", TEXTS).json();
        assertThat(answer.path("results")
                        .valueStream()
                        .map(each -> each.path("index").asInt()))
                .containsExactly(2, 0, 1);
        assertThat(answer.path("model").asString()).isEqualTo("pairs");
        assertThat(score(answer, 0)).isCloseTo(1 / (1 + Math.exp(-4)), within(1e-6));
        assertThat(score(answer, 1)).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-6));
        assertThat(score(answer, 2)).isCloseTo(0.5, within(1e-6));
        assertThat(answer.at("/usage/total_tokens").asInt()).isEqualTo(3 * 4 + 3 + 1);
        JsonNode raw =
                tei(Map.of("query", "red", "texts", TEXTS, "raw_scores", true)).json();
        new PublishedSchemas("tei-openapi.json", Dialects.getOpenApi30()).assertValid(raw, "RerankResponse");
        assertThat(raw.valueStream().map(rank -> rank.path("score").asDouble())).containsExactly(4.0, 1.0, 0.0);
    }

    @Test
    void isTheDefaultModelWhereThatIsACrossEncoder() {
        assertThat(cohere("default", "red", TEXTS).json().path("results"))
                .isEqualTo(cohere("pairs", "red", TEXTS).json().path("results"));
    }

    @Test
    void scoresThatTheSigmoidCannotTellApartKeepTheirOrder() {
        JsonNode answer = cohere("pairs", "red", List.of("blue ".repeat(20), "blue ".repeat(21), ""))
                .json();
        assertThat(answer.path("results")
                        .valueStream()
                        .map(each -> each.path("index").asInt()))
                .containsExactly(1, 0, 2);
        assertThat(score(answer, 2)).isZero();
    }

    @Test
    void cutsThePassageAndSaysSo() {
        List<String> texts = List.of("red", "red ".repeat(100) + "blue");
        assertThat(cohere("pairs", "green", texts).json().at("/meta/warnings/0").asString())
                .contains("documents[1].");
        EmbeddingService.Answer refused = tei(Map.of("query", "green", "texts", texts));
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.json().path("error").asString()).contains("texts[1]");
        EmbeddingService.Answer left =
                tei(Map.of("query", "green", "texts", texts, "truncate", true, "truncation_direction", "Left"));
        assertThat(left.status()).isEqualTo(422);
        JsonNode few = service.post(
                        "/v1/rerank",
                        Json.mapper()
                                .writeValueAsString(Map.of(
                                        "query",
                                        "red",
                                        "documents",
                                        List.of("red blue blue"),
                                        "max_tokens_per_doc",
                                        2)))
                .json();
        assertThat(score(few, 0)).isCloseTo(1 / (1 + Math.exp(-4)), within(1e-6));
    }

    @Test
    void aMegabyteIsReadAsFarAsItFits() {
        String megabyte = "red ".repeat(1 << 18);
        JsonNode answer = cohere("pairs", "green", List.of("red", megabyte)).json();
        assertThat(answer.at("/meta/warnings/0").asString()).contains("documents[1].");
        assertThat(answer.at("/results/0/index").asInt()).isEqualTo(1);
        assertThat(answer.at("/usage/total_tokens").asInt()).isLessThan(200);
        EmbeddingService.Answer refused = tei(Map.of("query", "green", "texts", List.of(megabyte)));
        assertThat(refused.status()).isEqualTo(413);
    }

    @Test
    void textsThatAreAllAlikeHaveOneScoreInTheOrderOfTheRequest() {
        JsonNode answer =
                cohere("pairs", "red", Collections.nCopies(4, "green")).json();
        assertThat(answer.path("results")
                        .valueStream()
                        .map(each -> each.path("index").asInt()))
                .containsExactly(0, 1, 2, 3);
        for (int i = 0; i < 4; i++) {
            assertThat(score(answer, i)).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-6));
        }
    }

    @Test
    void aQueryThatLeavesNoRoomIsRefused() {
        EmbeddingService.Answer refused = cohere("pairs", "red ".repeat(70), TEXTS);
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.json().path("field").asString()).isEqualTo("query");
        assertThat(refused.json().path("message").asString()).contains("70 tokens");
    }

    @Test
    void oneWithThreeLabelsIsRefused() {
        EmbeddingService.Answer refused = cohere("three", "red", TEXTS);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("field").asString()).isEqualTo("model");
        assertThat(refused.json().path("message").asString()).contains("three", "3 labels", "one");
        EmbeddingService.Answer tei = tei(Map.of("model", "three", "query", "red", "texts", TEXTS));
        assertThat(tei.status()).isEqualTo(424);
        assertThat(tei.json().path("error_type").asString()).isEqualTo("Backend");
    }

    @Test
    void anAnswerThatIsNoNumberIsAnError() {
        EmbeddingService.Answer failed = cohere("nan", "red", List.of("red", "broken"));
        assertThat(failed.status()).isEqualTo(500);
        assertThat(failed.json().path("message").asString()).contains("no number");
        assertThat(cohere("nan", "red", List.of("red")).status()).isEqualTo(200);
        assertThat(tei(Map.of("model", "nan", "query", "red", "texts", List.of("broken")))
                        .status())
                .isEqualTo(424);
    }

    @Test
    void remembersPairs() {
        List<String> texts =
                IntStream.range(0, 10).mapToObj(i -> "blue".repeat(i + 1)).toList();
        cohere("pairs", "red", texts);
        double ran = runs();
        assertThat(cohere("pairs", "red", texts).json().path("results").size()).isEqualTo(10);
        assertThat(runs()).isEqualTo(ran);
        cohere("pairs", "green", texts);
        assertThat(runs()).isGreaterThan(ran);
    }

    @Test
    void scoresAsManyAsThereIsTimeFor() {
        EmbeddingApi api = service.bean(EmbeddingApi.class);
        PairScores all = api.scorePairs(new PairsQuery("pairs", "red", List.of("green", " ", "red ".repeat(99)), null))
                .block();
        assertThat(all.scores().get(0)).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-6));
        assertThat(all.scores().get(1)).isNull();
        assertThat(all.truncated()).containsExactly(2);
        assertThat(all.scored()).isEqualTo(2);
        List<String> many = IntStream.range(0, 1000).mapToObj(i -> "red " + i).toList();
        PairScores few =
                api.scorePairs(new PairsQuery("pairs", "green", many, 1)).block();
        assertThat(few.scored()).isLessThan(1000);
        assertThat(few.scores()).hasSize(1000);
        assertThat(few.scores().stream().filter(score -> score != null)).hasSize(few.scored());
        assertThatThrownBy(() -> api.scorePairs(new PairsQuery("three", "red", TEXTS, null))
                        .block())
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("3 labels");
    }

    private static double runs() {
        return service.bean(MeterRegistry.class)
                .get("vicinal.onnx.run.duration")
                .tag("model", "pairs")
                .timer()
                .count();
    }

    private static EmbeddingService.Answer cohere(String model, String query, List<String> documents) {
        return service.post(
                "/v1/rerank",
                Json.mapper().writeValueAsString(Map.of("model", model, "query", query, "documents", documents)));
    }

    private static EmbeddingService.Answer tei(Map<String, Object> body) {
        return service.post("/rerank", Json.mapper().writeValueAsString(body));
    }

    private static double score(JsonNode answer, int place) {
        return answer.at("/results/" + place + "/relevance_score").asDouble();
    }
}
