package io.vicinal.gateway.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.contracts.search.ShardId;
import io.vicinal.contracts.search.ShardState;
import io.vicinal.gateway.TestGateway;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import io.vicinal.testkit.retrieval.FakeRetrieval;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

@WithBroker
class CollectionApiTest {
    private static TestGateway gateway;

    @BeforeAll
    static void start(TestBroker broker) {
        gateway = TestGateway.start(broker.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void anEmptyBodyIsTheDefaultSchema() {
        JsonNode created =
                gateway.send("PUT", "/v1/collections/defaults", null, null).json();
        assertThat(created.get("model").asString()).isEqualTo("small-model");
        assertThat(created.get("dimensions").asInt()).isEqualTo(4);
        assertThat(created.get("shards").asInt()).isEqualTo(1);
        assertThat(created.get("vector_format").asString()).isEqualTo("int8");
        assertThat(created.get("late_interaction").asBoolean()).isTrue();
        assertThat(created.get("token_pooling").asInt()).isEqualTo(8);
        assertThat(created.get("token_format").asString()).isEqualTo("binary");
        assertThat(created.has("means")).isFalse();
        assertThat(created.get("chunking").toString()).isEqualTo("{\"max_tokens\":128,\"overlap_tokens\":0}");
        assertThat(gateway.send("PUT", "/v1/collections/defaults", "{}").status())
                .isEqualTo(200);
    }

    @Test
    void theSameSchemaAgainIsFineAndAnotherNamesWhatDiffers() {
        String schema = "{\"shards\":2,\"fields\":{\"year\":\"long\"}}";
        assertThat(gateway.send("PUT", "/v1/collections/same", schema).status()).isEqualTo(201);
        assertThat(gateway.send("PUT", "/v1/collections/same", schema).status()).isEqualTo(200);
        gateway.send("PUT", "/v1/collections/same", "{\"fields\":{\"year\":\"keyword\"}}")
                .problem(409, "fields.year is long, not keyword");
        gateway.send("PUT", "/v1/collections/same", "{\"shards\":3,\"fields\":{\"year\":\"long\",\"new\":\"date\"}}")
                .problem(409, "shards is 2, not 3", "fields.new is not declared, not date");
    }

    @Test
    void tokenVectorsAreAsTheSchemaSaysAndShownEverywhere() {
        String schema = "{\"late_interaction\":true,\"token_pooling\":1,\"token_format\":\"float32\"}";
        assertThat(gateway.send("PUT", "/v1/collections/tokens", schema).status())
                .isEqualTo(201);
        assertThat(gateway.send("PUT", "/v1/collections/tokens", "{}").status()).isEqualTo(200);
        JsonNode shown = gateway.get("/v1/collections/tokens").json();
        assertThat(shown.get("late_interaction").asBoolean()).isTrue();
        assertThat(shown.get("token_pooling").asInt()).isEqualTo(1);
        assertThat(shown.get("token_format").asString()).isEqualTo("float32");
        assertThat(gateway.get("/v1/collections").json().toString())
                .contains("token_format")
                .doesNotContain("means");
        gateway.send(
                        "PUT",
                        "/v1/collections/tokens",
                        "{\"late_interaction\":false,\"token_pooling\":2,\"token_format\":\"int8\"}")
                .problem(
                        409,
                        "late_interaction is true, not false",
                        "token_pooling is 1, not 2",
                        "token_format is float32, not int8");
    }

    @Test
    void aSparseModelIsShownAndPartOfTheSchema() {
        assertThat(gateway.send("PUT", "/v1/collections/weighed", "{\"sparse_model\":\"sparse-model\"}")
                        .json()
                        .get("sparse_model")
                        .asString())
                .isEqualTo("sparse-model");
        assertThat(gateway.send("PUT", "/v1/collections/weighed", "{}").status())
                .isEqualTo(200);
        assertThat(gateway.get("/v1/collections/weighed")
                        .json()
                        .get("sparse_model")
                        .asString())
                .isEqualTo("sparse-model");
        gateway.send("PUT", "/v1/collections/weighed", "{\"sparse_model\":\"none\"}")
                .problem(409, "sparse_model is sparse-model, not none");
        JsonNode own = gateway.send(
                        "PUT",
                        "/v1/collections/weighed-own",
                        "{\"model\":\"none\",\"dimensions\":4,\"sparse_model\":\"sparse-model\"}")
                .json();
        assertThat(own.get("sparse_model").asString()).isEqualTo("sparse-model");
        assertThat(gateway.send("PUT", "/v1/collections/unweighed", "{\"sparse_model\":\"none\"}")
                        .json()
                        .has("sparse_model"))
                .isFalse();
        gateway.send("PUT", "/v1/collections/unweighed", "{\"sparse_model\":\"sparse-model\"}")
                .problem(409, "sparse_model is none, not sparse-model");
    }

    @Test
    void languageAndTitleWeightAreShownAndPartOfTheSchema() {
        String schema = "{\"language\":\"pt-br\",\"title_weight\":3}";
        assertThat(gateway.send("PUT", "/v1/collections/words", schema).status())
                .isEqualTo(201);
        assertThat(gateway.send("PUT", "/v1/collections/words", schema).status())
                .isEqualTo(200);
        JsonNode shown = gateway.get("/v1/collections/words").json();
        assertThat(shown.get("language").asString()).isEqualTo("pt-br");
        assertThat(shown.get("title_weight").asInt()).isEqualTo(3);
        gateway.send("PUT", "/v1/collections/words", "{}")
                .problem(409, "language is pt-br, not en", "title_weight is 3, not 1");
    }

    @Test
    void aModelWithoutTokenVectorsHasNoLateInteraction() {
        gateway.send("PUT", "/v1/collections/dense", "{\"model\":\"other-model\",\"late_interaction\":true}")
                .problem(400, "other-model", "gives none");
        JsonNode created = gateway.send("PUT", "/v1/collections/dense", "{\"model\":\"other-model\"}")
                .json();
        assertThat(created.get("late_interaction").asBoolean()).isFalse();
    }

    @Test
    void ofPutsAtOnceOneCreates() {
        List<Integer> statuses = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> gateway.send("PUT", "/v1/collections/race", "{\"fields\":{\"a\":\"long\"}}")
                        .status())
                .sorted()
                .toList();
        assertThat(statuses).containsExactly(200, 200, 200, 200, 200, 200, 200, 201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "{\"fields\":{\"a\":\"colour\"}}          | fields.a              | colour",
                "{\"fields\":{\"a\":null}}                | fields.a              | keyword",
                "{\"fields\":{\"1a\":\"long\"}}           | fields.1a             | letter",
                "{\"fields\":[\"a\"]}                     | fields                | object",
                "{\"model\":\"no-such-model\"}            | model                 | no-such-model",
                "{\"model\":7}                            | model                 | string",
                "{\"shards\":0}                           | shards                | from 1 to 64",
                "{\"shards\":65}                          | shards                | from 1 to 64",
                "{\"shards\":1.5}                         | shards                | whole number",
                "{\"shards\":\"2\"}                       | shards                | whole number",
                "{\"vector_format\":\"int3\"}             | vector_format         | int3",
                "{\"vector_format\":1}                    | vector_format         | int8",
                "{\"late_interaction\":\"yes\"}        | late_interaction      | true or false",
                "{\"sparse_model\":\"psychic\"}     | sparse_model          | no model \\\"psychic\\\"; loaded: sparse-model",
                "{\"sparse_model\":\"small-model\"} | sparse_model          | of the kind dense",
                "{\"sparse_model\":\"pairs\"}       | sparse_model          | of the kind cross-encoder",
                "{\"sparse_model\":5}               | sparse_model          | string",
                "{\"token_pooling\":0}                  | token_pooling         | from 1",
                "{\"token_pooling\":65}                 | token_pooling         | 64",
                "{\"target_recall\":1}                 | target_recall         | 0.999",
                "{\"target_recall\":0.4}               | target_recall         | from 0.5",
                "{\"token_format\":\"int4\"}            | token_format          | binary",
                "{\"language\":\"tlh\"}              | language              | en, es, et",
                "{\"language\":\"EN\"}               | language              | none",
                "{\"language\":5}                     | language              | string",
                "{\"title_weight\":0}                 | title_weight          | from 1 to 10",
                "{\"title_weight\":11}                | title_weight          | from 1 to 10",
                "{\"nonsense\":1}                         | nonsense              | nonsense",
                "{\"chunking\":{\"max_tokens\":15}}       | chunking.max_tokens   | at least 16",
                "{\"chunking\":{\"max_tokens\":129}}      | chunking.max_tokens   | at most 128",
                "{\"chunking\":{\"max_tokens\":32,\"overlap_tokens\":16}} | chunking.overlap_tokens | less than half",
                "{\"chunking\":{\"overlap_tokens\":-1}}   | chunking.overlap_tokens | at least 0",
            })
    void aBadSchemaIsRefused(String schema, String field, String mention) {
        JsonNode problem =
                gateway.send("PUT", "/v1/collections/refused", schema).problem(400, mention);
        assertThat(problem.get("field").asString()).isEqualTo(field);
        assertThat(gateway.get("/v1/collections/refused").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "{", "\"x\"", "{} {}"})
    void aBodyThatIsNoObjectIsRefused(String body) {
        gateway.send("PUT", "/v1/collections/refused", body).problem(400);
    }

    @Test
    void tooManyFieldsOrTooLargeABodyAreRefused() {
        StringBuilder fields = new StringBuilder("{\"fields\":{\"f\":\"long\"");
        IntStream.range(0, 256).forEach(i -> fields.append(",\"f" + i + "\":\"long\""));
        gateway.send("PUT", "/v1/collections/refused", fields + "}}").problem(400, "256");
        gateway.send("PUT", "/v1/collections/refused", "{\"model\":\"" + "x".repeat(1 << 20) + "\"}")
                .problem(413, "1048576");
        gateway.send("PUT", "/v1/collections/refused", "{}", "text/plain").problem(415, "application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%20b", "..%2Fx", "_x", "UPPER", "-a", "%C3%BC"})
    void aBadNameIsRefused(String name) {
        gateway.send("PUT", "/v1/collections/" + name, "{}").problem(400, "a-z");
        gateway.send("PUT", "/v1/collections/" + "n".repeat(64), "{}").problem(400, "62");
    }

    @Test
    void isDescribedAlsoWhereAShardIsAway() {
        gateway.send("PUT", "/v1/collections/described", "{\"shards\":3}");
        FakeRetrieval retrieval = gateway.bean(FakeRetrieval.class);
        retrieval.instead.put(1, FakeRetrieval.away());
        try {
            JsonNode description = gateway.get("/v1/collections/described").json();
            assertThat(description.get("documents").asInt()).isEqualTo(4);
            assertThat(description.get("passages").asInt()).isEqualTo(6);
            assertThat(description.get("behind").asInt()).isEqualTo(2);
            assertThat(description.get("shard_states").get(1).toString())
                    .isEqualTo("{\"shard\":1,\"status\":\"unavailable\"}");
            JsonNode serving = description.get("shard_states").get(2);
            assertThat(serving.get("status").asString()).isEqualTo("serving");
            assertThat(serving.get("node").asString()).isEqualTo("local");
        } finally {
            retrieval.instead.clear();
        }
    }

    @Test
    void showsTheRecallOfItsShardsAndTheTarget() {
        assertThat(gateway.send("PUT", "/v1/collections/aiming", "{\"shards\":2,\"target_recall\":0.97}")
                        .json()
                        .get("target_recall")
                        .asDouble())
                .isEqualTo(0.97);
        FakeRetrieval retrieval = gateway.bean(FakeRetrieval.class);
        ShardState state =
                new ShardState(new ShardId("aiming", 1, 1), ShardState.Status.SERVING, 2, 9, 1000, 9, 9, 0, null);
        try {
            assertThat(gateway.get("/v1/collections/aiming").json().has("recall"))
                    .isFalse();
            retrieval.instead.put(0, Mono.just(state.withRecall(0.9, 40, 150)));
            retrieval.instead.put(1, Mono.just(state.withRecall(1.0, 60, 300)));
            JsonNode described = gateway.get("/v1/collections/aiming").json();
            assertThat(described.get("target_recall").asDouble()).isEqualTo(0.97);
            assertThat(described.get("recall").asDouble()).isCloseTo(0.95, within(1e-9));
        } finally {
            retrieval.instead.clear();
        }
        gateway.send("PUT", "/v1/collections/aiming", "{\"shards\":2,\"target_recall\":0.9}")
                .problem(409, "target_recall is 0.97, not 0.9");
        assertThat(gateway.send("PUT", "/v1/collections/aiming", "{\"shards\":2}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void isListedByPagesAndGoneOnceRemoved() {
        for (String name : List.of("page-a", "page-b", "page-c")) {
            gateway.send("PUT", "/v1/collections/" + name, "{}");
        }
        StringBuilder seen = new StringBuilder();
        String cursor = "";
        do {
            JsonNode page = gateway.get("/v1/collections?limit=1" + cursor).json();
            assertThat(page.get("collections").size()).isEqualTo(1);
            seen.append(page.get("collections").get(0).get("name").asString()).append(' ');
            cursor = page.has("next_cursor")
                    ? "&cursor=" + page.get("next_cursor").asString()
                    : null;
        } while (cursor != null);
        assertThat(seen.toString()).contains("page-a page-b page-c ");

        assertThat(gateway.send("DELETE", "/v1/collections/page-b", null).status())
                .isEqualTo(204);
        gateway.get("/v1/collections/page-b").problem(404, "page-b");
        gateway.send("DELETE", "/v1/collections/page-b", null).problem(404, "page-b");
        gateway.get("/v1/collections?limit=0").problem(400, "limit");
        gateway.get("/v1/collections?cursor=*").problem(400, "cursor");
        gateway.get("/v1/collections?limt=1").problem(400, "limt");
    }

    @Test
    void aRemovedNameCanBeTakenAgainWithAnotherSchema() {
        assertThat(gateway.send("PUT", "/v1/collections/again", "{\"shards\":2}")
                        .status())
                .isEqualTo(201);
        assertThat(gateway.send("DELETE", "/v1/collections/again", null).status())
                .isEqualTo(204);
        assertThat(gateway.send("PUT", "/v1/collections/again", "{\"shards\":3}")
                        .status())
                .isEqualTo(201);
    }
}
