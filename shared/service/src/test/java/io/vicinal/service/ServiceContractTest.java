package io.vicinal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.embedding.EmbeddingApi.PairsQuery;
import io.vicinal.contracts.embedding.EmbeddingApi.QueryText;
import io.vicinal.contracts.embedding.EmbeddingApi.SentenceQuery;
import io.vicinal.contracts.embedding.EmbeddingApi.SparseText;
import io.vicinal.contracts.embedding.EmbeddingApi.TextsQuery;
import io.vicinal.contracts.embedding.ModelDescription;
import io.vicinal.contracts.embedding.ModelMeans;
import io.vicinal.contracts.embedding.PairScores;
import io.vicinal.contracts.embedding.QueryEmbedding;
import io.vicinal.contracts.embedding.QueryWeights;
import io.vicinal.contracts.embedding.SparseEmbedding;
import io.vicinal.contracts.embedding.SparseWeights;
import io.vicinal.contracts.embedding.TextScores;
import io.vicinal.contracts.embedding.TextVectors;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.text.TextSpan;
import io.vicinal.service.client.ServiceClients;
import io.vicinal.service.deadline.Deadline;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A service and its HTTP client, through a real server: the caller sees what a method call would show. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "vicinal.service.token=secret")
class ServiceContractTest {

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {
        @Bean
        Encoder encoder() {
            return new Encoder();
        }
    }

    @RestController
    static class Encoder implements EmbeddingApi {
        @Override
        public Mono<QueryEmbedding> embedQuery(QueryText query) {
            return switch (query.model()) {
                case "slow" -> Mono.never();
                case "broken" -> Mono.error(new IllegalStateException("secret inside"));
                case "known" -> Mono.just(new QueryEmbedding(new float[] {1.5f, -2f}, 3, null, false));
                default ->
                    Mono.error(ProblemType.UNKNOWN_MODEL.exception("model", "There is no model " + query.model()));
            };
        }

        @Override
        public Mono<TextVectors> embedTexts(TextsQuery query) {
            return Mono.just(new TextVectors(
                    query.texts().stream()
                            .map(text -> new float[] {0.25f, -1f / text.length()})
                            .toList(),
                    List.of(query.texts().size() - 1)));
        }

        @Override
        public Mono<SparseEmbedding> embedSparse(SparseText query) {
            SparseWeights weights = new SparseWeights(new int[] {3, 9}, new float[] {0.25f, 1.5f});
            QueryWeights words = new QueryWeights(weights, new String[] {query.text(), query.model()});
            return Mono.just(new SparseEmbedding(words, true, 4));
        }

        @Override
        public Mono<Map<String, String>> kinds() {
            return Mono.just(Map.of("known", "dense", "words", "sparse"));
        }

        @Override
        public Mono<TextSpan> bestSentence(SentenceQuery query) {
            return query.text().isEmpty() ? Mono.empty() : Mono.just(new TextSpan((int) query.vector()[1], 9));
        }

        @Override
        public Mono<PairScores> scorePairs(PairsQuery query) {
            return Mono.just(new PairScores(
                    List.of((double) query.texts().size()), List.of(), query.timeMs() == null ? 0 : query.timeMs()));
        }

        @Override
        public Mono<TextScores> scoreTexts(ScoresQuery query) {
            return Mono.just(
                    new TextScores("known", List.of((double) query.texts().size())));
        }

        @Override
        public Mono<ModelMeans> means(String model) {
            return Mono.just(new ModelMeans(new float[] {model.length()}, null));
        }

        @Override
        public Mono<List<ModelDescription>> models() {
            return Mono.just(List.of(new ModelDescription("known", 2, 16, "cpu")));
        }
    }

    @LocalServerPort
    int port;

    private EmbeddingApi client(String token) {
        return new ServiceClients(token).create(EmbeddingApi.class, URI.create("http://127.0.0.1:" + port));
    }

    @Test
    void theWordsOfASparseModelComeOverHttpAsTheyAre() {
        SparseEmbedding embedding =
                client("secret").embedSparse(new SparseText("words", "tide")).block();
        assertThat(embedding.query().weights().words()).containsExactly(3, 9);
        assertThat(embedding.query().weights().weights()).containsExactly(0.25f, 1.5f);
        assertThat(embedding.query().texts()).containsExactly("tide", "words");
        assertThat(embedding.truncated()).isTrue();
        assertThat(embedding.left()).isEqualTo(4);
        assertThat(client("secret").kinds().block())
                .containsEntry("words", "sparse")
                .hasSize(2);
    }

    @Test
    void theVectorsOfTextsComeOverHttpBitForBit() {
        TextVectors vectors = client("secret")
                .embedTexts(new TextsQuery("known", List.of("a", "abc")))
                .block();
        assertThat(vectors.vectors()).hasSize(2);
        assertThat(vectors.vectors().getFirst()).containsExactly(0.25f, -1f);
        assertThat(vectors.vectors().getLast()).containsExactly(0.25f, -1f / 3);
        assertThat(vectors.truncated()).containsExactly(1);
    }

    @Test
    void aCallOverHttpReturnsWhatTheServiceReturned() {
        QueryEmbedding embedding =
                client("secret").embedQuery(new QueryText("known", "x", false)).block();
        assertThat(embedding.dense()).containsExactly(1.5f, -2f);
        assertThat(client("secret").models().block())
                .extracting(ModelDescription::name)
                .containsExactly("known");
        assertThat(client("secret").means("a/b c&d").block().dense()).containsExactly(7);
        assertThat(client("secret")
                        .scorePairs(new PairsQuery("m", "q", List.of("a", "b"), 5))
                        .block())
                .isEqualTo(new PairScores(List.of(2.0), List.of(), 5));
        assertThat(client("secret")
                        .bestSentence(new SentenceQuery("known", new float[] {0, 5}, "x"))
                        .block())
                .isEqualTo(new TextSpan(5, 9));
        assertThat(client("secret")
                        .bestSentence(new SentenceQuery("known", new float[] {0, 5}, ""))
                        .block())
                .isNull();
    }

    @Test
    void aProblemArrivesAsTheSameProblem() {
        ProblemException e = catchThrowableOfType(
                ProblemException.class,
                () -> client("secret")
                        .embedQuery(new QueryText("other", "x", false))
                        .block());
        assertThat(ProblemType.UNKNOWN_MODEL.is(e.problem())).isTrue();
        assertThat(e.problem().field()).isEqualTo("model");
    }

    @Test
    void aFailureThatNobodyForesawShowsNothingOfTheInside() {
        ProblemException e = catchThrowableOfType(
                ProblemException.class,
                () -> client("secret")
                        .embedQuery(new QueryText("broken", "x", false))
                        .block());
        assertThat(e.problem().status()).isEqualTo(500);
        assertThat(e.problem().detail()).doesNotContain("secret", "Exception");
    }

    @Test
    void anInternalEndpointNeedsTheToken() {
        ProblemException e = catchThrowableOfType(
                ProblemException.class, () -> client("wrong").models().block());
        assertThat(e.problem().status()).isEqualTo(401);
    }

    @Test
    void aDeadlineEndsTheWait() {
        long began = System.nanoTime();
        Throwable failure = catchThrowableOfType(
                Throwable.class,
                () -> client("secret")
                        .embedQuery(new QueryText("slow", "x", false))
                        .contextWrite(
                                context -> Deadline.in(Duration.ofMillis(200)).into(context))
                        .block());
        assertThat(failure).isNotNull();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void anUnknownAddressMethodOrPropertyIsAProblemThatNamesIt() throws Exception {
        assertThat(send("GET", "/nowhere", "").body()).contains("not-found");
        assertThat(send("DELETE", "/internal/embedding/models", "").statusCode())
                .isEqualTo(405);
        HttpResponse<String> unknown = send(
                "POST",
                "/internal/embedding/query",
                "{\"model\":\"known\",\"text\":\"x\",\"token_vectors\":false,\"nonsense\":1}");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(unknown.body()).contains("nonsense").doesNotContain("Exception", "io.vicinal");
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("content-type", "application/json")
                .header("x-vicinal-service-token", "secret")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
