package io.vicinal.gateway.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.relevance.LearnedFusion;
import io.vicinal.contracts.relevance.RelevanceModel;
import io.vicinal.contracts.relevance.RelevanceModels;
import io.vicinal.contracts.relevance.RelevanceReport;
import io.vicinal.contracts.relevance.Thresholds;
import io.vicinal.contracts.search.Fusion;
import io.vicinal.gateway.FakeServices;
import io.vicinal.gateway.TestGateway;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.kafka.table.LogTable;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Weights that were learned order the searches that do not say how. */
@WithBroker
class LearnedFusionTest {
    private static final Fusion.Weights LEARNED = new Fusion.Weights(0.6, 0.1, 0.3);
    private static TestGateway gateway;

    @BeforeAll
    static void start(TestBroker broker) {
        gateway = TestGateway.start(broker.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static Collection collection(String name, String settings) {
        gateway.send("PUT", "/v1/collections/" + name, settings);
        return gateway.bean(CollectionRegistry.class).find(name).orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private static void publish(Collection of, int format, Fusion.Weights weights) throws Exception {
        LogTable<RelevanceModels> table = gateway.bean(LogTable.class);
        RelevanceReport.Measures none = new RelevanceReport.Measures(0, 0, 0);
        RelevanceModel model = new RelevanceModel(
                1,
                format,
                Instant.EPOCH,
                0,
                List.of(),
                new Thresholds(0.5, 0.1, 0.02),
                40,
                0,
                new RelevanceReport(0, 0, 0, 0, none, none, none, List.of(), List.of()),
                new LearnedFusion(weights, 8, 0.8, 0.7));
        table.change(of.name(), _ -> RelevanceModels.none(of).with(model)).get(20, TimeUnit.SECONDS);
    }

    private static Fusion fusion(String collection, String rest) {
        gateway.bean(FakeServices.Reranking.class).fusion = null;
        assertThat(gateway.send(
                                "POST",
                                "/v1/collections/" + collection + "/search",
                                "{\"query\": \"two words\"" + rest + "}")
                        .json()
                        .has("hits"))
                .isTrue();
        return gateway.bean(FakeServices.Reranking.class).fusion;
    }

    @Test
    void ordersHybridSearchesThatDoNotSayHow() throws Exception {
        Collection collection = collection("fusion-learned", "{}");
        assertThat(fusion("fusion-learned", "")).isNull();
        publish(collection, RelevanceModel.FORMAT, LEARNED);
        assertThat(fusion("fusion-learned", "")).isEqualTo(new Fusion(Fusion.Method.MIN_MAX, LEARNED, null));
        assertThat(fusion("fusion-learned", ", \"fusion\": {\"smoothing\": 0.1}"))
                .isEqualTo(new Fusion(Fusion.Method.MIN_MAX, LEARNED, null, 0.1));

        assertThat(fusion("fusion-learned", ", \"fusion\": {\"weights\": {\"dense\": 0.9}}")
                        .weights())
                .as("it says how")
                .isEqualTo(new Fusion.Weights(0.9, null, null));
        assertThat(fusion("fusion-learned", ", \"fusion\": {\"method\": \"rrf\"}")
                        .weights())
                .isNull();
        assertThat(fusion("fusion-learned", ", \"mode\": \"dense\""))
                .as("another mode")
                .isNull();
        assertThat(fusion("fusion-learned", ", \"late_interaction\": false"))
                .as("other signals")
                .isNull();
    }

    @Test
    void whatCannotBeWeightsOrIsOfAnotherCollectionIsNotTaken() throws Exception {
        Collection collection = collection("fusion-garbage", "{}");
        publish(collection, RelevanceModel.FORMAT, new Fusion.Weights(-1.0, 0.5, 0.5));
        assertThat(fusion("fusion-garbage", "")).isNull();
        publish(collection, RelevanceModel.FORMAT, new Fusion.Weights(0.0, 0.0, 1.0));
        assertThat(fusion("fusion-garbage", "")).isNull();
        publish(collection, RelevanceModel.FORMAT, new Fusion.Weights(1e308, 1e308, 0.0));
        assertThat(fusion("fusion-garbage", "")).as("their sum is no number").isNull();
        publish(collection, RelevanceModel.FORMAT, new Fusion.Weights(Double.NaN, 0.5, 0.5));
        assertThat(fusion("fusion-garbage", "")).isNull();
        publish(collection, RelevanceModel.FORMAT, null);
        assertThat(fusion("fusion-garbage", "")).isNull();
        publish(collection, RelevanceModel.FORMAT + 1, LEARNED);
        assertThat(fusion("fusion-garbage", "")).as("of another release").isNull();
        publish(collection, RelevanceModel.FORMAT, LEARNED);
        assertThat(fusion("fusion-garbage", "")).isNotNull();
        gateway.send("DELETE", "/v1/collections/fusion-garbage", "");
        collection("fusion-garbage", "{}");
        assertThat(fusion("fusion-garbage", "")).as("of the one before it").isNull();
    }
}
