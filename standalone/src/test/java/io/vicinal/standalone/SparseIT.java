package io.vicinal.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.testkit.model.TinyModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A collection with a sparse model, from its schema to the words that explain a hit. */
class SparseIT {
    private static final String NOTES = "/v1/collections/notes";
    private static final double LN_2 = Math.log(2);
    private static final double LN_3 = Math.log(3);
    private static final double LN_4 = Math.log(4);
    /** A posting keeps nine significant bits of a weight. */
    private static final double PRECISION = 0.01;

    @TempDir
    Path folder;

    private Launched up(int port) throws Exception {
        String models = TinyModels.dense(folder.resolve("tiny")) + "," + TinyModels.sparse(folder.resolve("splade"));
        return Launched.start(
                Map.of("VICINAL_EMBEDDING_MODELS", models, "VICINAL_JAVA_OPTS", "-Xmx1g"),
                folder.resolve("up.log"),
                "up",
                "--port",
                "" + port,
                "--kafka-port",
                "" + Launched.freePort(),
                "--data",
                folder.resolve("data").toString());
    }

    @Test
    void findsByWordsThatTheModelAddsAndExplainsEveryOne() throws Exception {
        int port = Launched.freePort();
        Api api = new Api(port);
        try (Launched up = up(port)) {
            api.awaitReady(up);
            refusesModelsThatAreNotSparse(api);
            assertThat(api.json("PUT", NOTES, """
                            {"model": "tiny", "sparse_model": "splade", "shards": 2, "fields": {"topic": "keyword"}, "min_relevance": 0}""").status()).isEqualTo(201);
            Api.Answer written = api.json("POST", NOTES + "/documents?wait=searchable", """
                    [{"id": "red", "text": "red", "fields": {"topic": "a"}},
                     {"id": "green", "text": "green", "fields": {"topic": "a"}},
                     {"id": "both", "text": "red green", "fields": {"topic": "b"}},
                     {"id": "blue", "text": "blue", "fields": {"topic": "b"}},
                     {"id": "gone", "text": "red", "expires_at": "2020-01-01T00:00:00Z"}]""");
            assertThat(written.status()).as("%s", written.body()).isEqualTo(200);
            sparseAlone(api);
            hybrid(api);
            withoutAModel(api);
            aVersionGetsOne(api);
        }
    }

    private static void refusesModelsThatAreNotSparse(Api api) throws Exception {
        for (Map.Entry<String, String> wrong :
                Map.of("psychic", "no model", "tiny", "of the kind dense").entrySet()) {
            Api.Answer refused = api.json("PUT", NOTES, "{\"sparse_model\": \"" + wrong.getKey() + "\"}");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.body().path("field").asString()).isEqualTo("sparse_model");
            assertThat(refused.body().path("detail").asString()).contains(wrong.getValue(), "loaded: splade");
        }
    }

    /** "red" weighs red ln 3 and green ln 2; of the documents, red the same, green green ln 4, both red ln 3 and green ln 4. */
    private static void sparseAlone(Api api) throws Exception {
        JsonNode hits = hits(api, "{\"query\": \"red\", \"mode\": \"sparse\", \"explain\": true}");
        assertThat(ids(hits)).containsExactly("both", "red", "green");
        double[] exact = {LN_3 * LN_3 + LN_2 * LN_4, LN_3 * LN_3 + LN_2 * LN_2, LN_2 * LN_4};
        for (int i = 0; i < exact.length; i++) {
            JsonNode hit = hits.get(i);
            assertThat(hit.at("/scores/sparse").asDouble()).isCloseTo(exact[i], within(PRECISION));
            assertThat(hit.path("score").asDouble())
                    .isCloseTo(hit.at("/scores/sparse").asDouble(), within(1e-6));
            assertThat(hit.at("/scores/dense").isMissingNode()).isTrue();
            JsonNode sparse = hit.at("/explanation/sparse");
            assertThat(sum(sparse.path("words"), "contribution"))
                    .isCloseTo(sparse.path("score").asDouble(), within(1e-6));
            assertThat(sparse.path("found").asBoolean()).isTrue();
        }
        assertThat(hits.get(2).at("/explanation/sparse/words/0/word").asString())
                .isEqualTo("green");
        assertThat(ids(hits(api, """
                        {"query": "red", "mode": "sparse", "filter": {"eq": {"topic": "a"}}}"""))).containsExactly("red", "green");
        assertThat(ids(hits(api, """
                        {"query": "red", "mode": "sparse", "group_by": "topic"}"""))).containsExactly("both", "red");
        JsonNode first = api.json("POST", NOTES + "/search", "{\"query\": \"red\", \"mode\": \"sparse\", \"top_k\": 2}")
                .body();
        assertThat(ids(first.path("hits"))).containsExactly("both", "red");
        assertThat(ids(hits(
                        api,
                        "{\"query\": \"red\", \"mode\": \"sparse\", \"top_k\": 2, \"cursor\": \""
                                + first.path("next_cursor").asString() + "\"}")))
                .containsExactly("green");
        assertThat(ids(hits(api, "{\"query\": \"nothing of it\", \"mode\": \"sparse\"}")))
                .isEmpty();
        assertThat(api.json("POST", NOTES + "/search", "{\"query\": \" \", \"mode\": \"sparse\"}")
                        .status())
                .isEqualTo(400);
    }

    private static void hybrid(Api api) throws Exception {
        JsonNode hits = hits(api, "{\"query\": \"red\", \"explain\": true, \"fusion\": {\"smoothing\": 0}}");
        assertThat(ids(hits)).containsExactlyInAnyOrder("both", "red", "green", "blue");
        for (JsonNode hit : hits) {
            List.of("dense", "lexical", "sparse")
                    .forEach(signal -> assertThat(hit.path("scores").has(signal))
                            .as(signal)
                            .isTrue());
            assertThat(sum(hit.at("/explanation/fusion/signals"), "contribution"))
                    .isCloseTo(hit.path("score").asDouble(), within(1e-6));
            if (hit.path("document_id").asString().equals("blue")) {
                assertThat(hit.at("/scores/sparse").asDouble()).isZero();
                assertThat(hit.at("/explanation/sparse/found").asBoolean()).isFalse();
            }
        }
        JsonNode without = hits(api, "{\"query\": \"red\", \"fusion\": {\"weights\": {\"sparse\": 0}}}");
        assertThat(without.get(0).path("scores").has("sparse")).isFalse();
    }

    private static void withoutAModel(Api api) throws Exception {
        assertThat(api.json("PUT", "/v1/collections/plain", "{\"model\": \"tiny\"}")
                        .status())
                .isEqualTo(201);
        Api.Answer refused =
                api.json("POST", "/v1/collections/plain/search", "{\"query\": \"red\", \"mode\": \"sparse\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("field").asString()).isEqualTo("mode");
    }

    private static void aVersionGetsOne(Api api) throws Exception {
        String plain = "/v1/collections/plain";
        assertThat(api.json("POST", plain + "/documents?wait=searchable", "[{\"id\": \"green\", \"text\": \"green\"}]")
                        .status())
                .isEqualTo(200);
        assertThat(api.json("POST", plain + "/versions", "{\"sparse_model\": \"splade\"}")
                        .body()
                        .path("sparse_model")
                        .asString())
                .isEqualTo("splade");
        Api.await(
                Duration.ofMinutes(1),
                () -> api.json("POST", plain + "/versions/2:promote", "").status() == 200);
        assertThat(api.json("GET", plain, "").body().path("sparse_model").asString())
                .isEqualTo("splade");
        Api.await(
                Duration.ofSeconds(30),
                () -> api.search("plain", "{\"query\": \"red\", \"mode\": \"sparse\"}")
                        .equals(List.of("green")));
    }

    private static JsonNode hits(Api api, String search) throws Exception {
        Api.Answer answer = api.json("POST", NOTES + "/search", search);
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return answer.body().path("hits");
    }

    private static List<String> ids(JsonNode hits) {
        return StreamSupport.stream(hits.spliterator(), false)
                .map(hit -> hit.path("document_id").asString())
                .toList();
    }

    private static double sum(JsonNode parts, String of) {
        return StreamSupport.stream(parts.spliterator(), false)
                .mapToDouble(part -> part.path(of).asDouble())
                .sum();
    }
}
