package io.vicinal.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.routing.GroupRoutes;
import io.vicinal.routing.ShardRoutes;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

@WithBroker
class AloneTest {

    @Test
    void withoutTheOtherServicesItStartsAndSaysWhichIsMissing(TestBroker broker) {
        try (TestGateway gateway = TestGateway.startAlone(broker.bootstrapServers())) {
            assertThat(gateway.bean(ShardRoutes.class)).isInstanceOf(GroupRoutes.class);
            gateway.send("PUT", "/v1/collections/alone", "{}").problem(503);
            gateway.bean(CollectionRegistry.class)
                    .put(new Collection(
                            "alone", 1, "m", 4, 2, Map.of(), new Chunking(128, 0), VectorFormat.INT8, Instant.EPOCH))
                    .join();

            assertThat(gateway.get("/v1/collections/alone")
                            .json()
                            .get("shard_states")
                            .size())
                    .isEqualTo(2);
            String search = "/v1/collections/alone/search";
            gateway.send("POST", search, "{\"query\":\"x\"}").problem(503, "embedding service");
            assertThat(gateway.send("POST", search, "{\"query\":\"x\",\"mode\":\"lexical\"}")
                            .json()
                            .get("partial")
                            .asBoolean())
                    .isTrue();
            gateway.send("POST", search, "{\"query\":\"x\",\"mode\":\"lexical\",\"allow_partial\":false}")
                    .problem(503, "alone.v1/0", "alone.v1/1");
            gateway.get("/v1/collections/alone/documents/1").problem(503, "No node holds");
            gateway.send("POST", "/v1/collections/alone/documents", "[]").problem(503);
            gateway.send("POST", "/v1/collections/alone/classify", "{\"texts\":[\"x\"],\"label_field\":\"l\"}")
                    .problem(503, "inference service");
            gateway.send("POST", "/v1/collections/alone/regress", "{\"texts\":[\"x\"],\"value_field\":\"v\"}")
                    .problem(503, "inference service");
            gateway.get("/v1/collections/alone/classifier?field=l").problem(503, "inference service");
            TestGateway.Answer openAi = gateway.send("POST", "/v1/embeddings", "{}");
            assertThat(openAi.status()).isEqualTo(503);
            assertThat(openAi.json().at("/error/message").asString()).contains("cannot be reached");
            TestGateway.Answer tei = gateway.get("/info");
            assertThat(tei.status()).isEqualTo(503);
            assertThat(tei.json().path("error_type").asString()).isEqualTo("Unhealthy");
        }
    }
}
