package io.vicinal.gateway.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.gateway.TestGateway;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import io.vicinal.testkit.retrieval.FakeRetrieval;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

@WithBroker
class SnapshotApiTest {
    private static final String PATH = "/v1/collections/kept/snapshots";
    private static TestGateway gateway;
    private static FakeRetrieval retrieval;

    @BeforeAll
    static void start(TestBroker broker) {
        gateway = TestGateway.start(broker.bootstrapServers());
        retrieval = gateway.bean(FakeRetrieval.class);
        assertThat(gateway.send("PUT", "/v1/collections/kept", "{\"shards\": 2}")
                        .status())
                .isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @AfterEach
    void behave() {
        retrieval.instead.clear();
    }

    @Test
    void oneIsTakenOfEachShard() {
        JsonNode shards = gateway.send("POST", PATH, null, null).json().get("shards");
        assertThat(shards.size()).isEqualTo(2);
        assertThat(shards.get(1).toString())
                .isEqualTo("{\"shard\":1,\"status\":\"taken\",\"snapshot\":{\"id\":\"s1\","
                        + "\"time\":\"1970-01-01T00:00:00Z\",\"offset\":9,\"index_format\":\"1/int8/4\",\"files\":5,"
                        + "\"bytes\":1000,\"taken_by\":\"node:8080\"}}");
    }

    @Test
    void aShardThatCannotSaysWhyAndTheOthersAreTaken() {
        retrieval.instead.put(0, Mono.error(ProblemType.SERVICE_UNAVAILABLE.exception(null, "The store is away.")));
        JsonNode shards = gateway.send("POST", PATH, null, null).json().get("shards");
        assertThat(shards.get(0).get("error").get("detail").asString()).contains("The store is away.");
        assertThat(shards.get(0).has("status")).isFalse();
        assertThat(shards.get(1).get("status").asString()).isEqualTo("taken");
    }

    @Test
    void oneThatTakesLongerThanAskedGoesOn() {
        retrieval.instead.put(0, Mono.never());
        JsonNode shards =
                gateway.send("POST", PATH + "?timeout_ms=1", null, null).json().get("shards");
        assertThat(shards.get(0).get("status").asString()).isEqualTo("running");
        assertThat(shards.get(1).get("status").asString()).isEqualTo("taken");
    }

    @Test
    void withoutAPlaceForThemTheRequestSaysWhatToConfigure() {
        retrieval.instead.put(
                1, Mono.error(ProblemType.CONFLICT.exception(null, "set vicinal.retrieval.snapshots.location")));
        gateway.send("POST", PATH, null, null).problem(409, "vicinal.retrieval.snapshots.location");
        gateway.get(PATH).problem(409, "vicinal.retrieval.snapshots.location");
    }

    @Test
    void theListHasEachShardsOwn() {
        JsonNode shards = gateway.get(PATH).json().get("shards");
        assertThat(shards.get(0).get("snapshots").get(0).get("id").asString()).isEqualTo("s0");
        assertThat(shards.get(1).get("snapshots").get(0).get("id").asString()).isEqualTo("s1");
        gateway.get("/v1/collections/nowhere/snapshots").problem(404);
        gateway.send("POST", PATH + "?timeout_ms=x", null, null).problem(400);
    }
}
