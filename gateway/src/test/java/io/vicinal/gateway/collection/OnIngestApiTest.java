package io.vicinal.gateway.collection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.topic.Groups;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.gateway.TestGateway;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** How inference on ingest is switched on, changed and switched off. */
@WithBroker
class OnIngestApiTest {
    private static final String FIELDS = "'shards':2,'fields':{'topic':'keyword','open':'boolean','year':'long'}";
    private static TestGateway gateway;

    @BeforeAll
    static void start(TestBroker broker) {
        gateway = TestGateway.start(broker.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static TestGateway.Answer put(String name, String more) {
        return gateway.send("PUT", "/v1/collections/" + name, json("{" + FIELDS + more + "}"));
    }

    private static TestGateway.Answer patch(String name, String body) {
        return gateway.send("PATCH", "/v1/collections/" + name, json(body), "application/merge-patch+json");
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static JsonNode classify(JsonNode collection) {
        return collection.path("on_ingest").path("classify");
    }

    private static Map<TopicPartition, OffsetAndMetadata> begin(String collection, JsonNode shown) throws Exception {
        Instant since = Instant.parse(classify(shown).get("since").asString());
        return gateway.bean(CollectionTopics.class)
                .admin()
                .listConsumerGroupOffsets(Groups.onIngest(collection, since))
                .partitionsToOffsetAndMetadata()
                .get();
    }

    private static void write(String collection, int partition, String id) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(gateway.bean(KafkaSettings.class).producer())) {
            byte[] value = ("{\"id\":\"" + id + "\",\"text\":\"x\"}").getBytes(UTF_8);
            producer.send(new ProducerRecord<>(Topics.documents(collection), partition, id.getBytes(UTF_8), value))
                    .get();
        }
    }

    @Test
    void aCollectionMadeWithItGoesFromTheBeginningIntoATopicOfOurs() throws Exception {
        TestGateway.Answer made = put("made", ",'on_ingest':{'classify':{'label_field':'topic'}}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(classify(made.json()).get("label_field").asString()).isEqualTo("topic");
        assertThat(classify(made.json()).get("output_topic").asString()).isEqualTo("vicinal.classified.made");
        assertThat(classify(made.json()).has("max_risk")).isFalse();
        assertThat(begin("made", made.json()))
                .hasSize(2)
                .allSatisfy((_, offset) -> assertThat(offset.offset()).isZero());
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "vicinal.classified.made");
        assertThat(gateway.bean(CollectionTopics.class)
                        .admin()
                        .describeConfigs(List.of(topic))
                        .all()
                        .get()
                        .get(topic)
                        .get("cleanup.policy")
                        .value())
                .isEqualTo("delete");
        assertThat(classify(gateway.get("/v1/collections/made").json())).isEqualTo(classify(made.json()));
        assertThat(put("made", "").status()).isEqualTo(200);
        assertThat(classify(gateway.get("/v1/collections/made").json()))
                .as("the same schema without it leaves it")
                .isEqualTo(classify(made.json()));
        JsonNode open = put("made", ",'on_ingest':{'classify':{'label_field':'open','max_risk':0.1}}")
                .json();
        assertThat(classify(open).get("label_field").asString()).isEqualTo("open");
        assertThat(classify(open).get("since")).isEqualTo(classify(made.json()).get("since"));
    }

    @Test
    void itIsSwitchedOnFromThenOnChangedAsItGoesAndSwitchedOff() throws Exception {
        put("later", "");
        write("later", 1, "before");
        JsonNode on = patch("later", "{'on_ingest':{'classify':{'label_field':'topic','output_topic':'my.topic'}}}")
                .json();
        assertThat(begin("later", on)
                        .get(new TopicPartition("vicinal.documents.later", 0))
                        .offset())
                .isZero();
        assertThat(begin("later", on)
                        .get(new TopicPartition("vicinal.documents.later", 1))
                        .offset())
                .isEqualTo(1);

        JsonNode changed =
                patch("later", "{'on_ingest':{'classify':{'max_risk':0.05}}}").json();
        assertThat(classify(changed).get("max_risk").asDouble()).isEqualTo(0.05);
        assertThat(classify(changed).get("output_topic").asString()).isEqualTo("my.topic");
        assertThat(classify(changed).get("since")).isEqualTo(classify(on).get("since"));
        assertThat(classify(patch("later", "{'on_ingest':{'classify':{'max_risk':null}}}")
                                .json())
                        .has("max_risk"))
                .isFalse();
        assertThat(classify(patch("later", "{}").json()).get("output_topic").asString())
                .isEqualTo("my.topic");

        assertThat(patch("later", "{'on_ingest':null}").json().has("on_ingest")).isFalse();
        assertThat(gateway.get("/v1/collections/later").json().has("on_ingest")).isFalse();
        write("later", 0, "while it was off");
        JsonNode again = patch("later", "{'on_ingest':{'classify':{'label_field':'topic'}}}")
                .json();
        assertThat(begin("later", again).values())
                .allSatisfy(offset -> assertThat(offset.offset()).isEqualTo(1));
    }

    @Test
    void aTopicOfTheUsersIsUsedAsItIs() throws Exception {
        gateway.bean(CollectionTopics.class)
                .admin()
                .createTopics(List.of(new NewTopic("theirs", 5, (short) 1)))
                .all()
                .get();
        assertThat(put("using", ",'on_ingest':{'classify':{'label_field':'topic','output_topic':'theirs'}}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void itIsTheSameInAllVersions() {
        put("versioned", ",'on_ingest':{'classify':{'label_field':'topic'}}");
        JsonNode built =
                gateway.send("POST", "/v1/collections/versioned/versions", "{}").json();
        assertThat(classify(built).get("label_field").asString()).isEqualTo("topic");
        patch("versioned", "{'on_ingest':{'classify':{'max_risk':0.2}}}");
        JsonNode promoted = gateway.send("POST", "/v1/collections/versioned/versions/2:promote?force=true", "")
                .json();
        assertThat(classify(promoted).get("max_risk").asDouble()).isEqualTo(0.2);
        assertThat(classify(promoted).get("since")).isEqualTo(classify(built).get("since"));
        gateway.send(
                        "POST",
                        "/v1/collections/versioned/versions",
                        json("{'on_ingest':{'classify':{'label_field':'topic'}}}"))
                .problem(400, "on_ingest", "PATCH");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                                          | on_ingest.classify
                    {'classify':{}}                                             | on_ingest.classify.label_field
                    {'classify':{'label_field':' '}}                            | on_ingest.classify.label_field
                    {'classify':{'label_field':'none'}}                         | on_ingest.classify.label_field
                    {'classify':{'label_field':'year'}}                         | on_ingest.classify.label_field
                    {'classify':{'label_field':'topic','output_topic':'a b'}}   | on_ingest.classify.output_topic
                    {'classify':{'label_field':'topic','output_topic':''}}      | on_ingest.classify.output_topic
                    {'classify':{'label_field':'topic','output_topic':'..'}}    | on_ingest.classify.output_topic
                    {'classify':{'label_field':'topic','output_topic':'__x'}}   | on_ingest.classify.output_topic
                    {'classify':{'label_field':'topic','output_topic':'vicinal.documents.bad'}}    | on_ingest.classify.output_topic
                    {'classify':{'label_field':'topic','output_topic':'vicinal.classified.other'}} | on_ingest.classify.output_topic
                    {'classify':{'label_field':'topic','max_risk':0}}           | on_ingest.classify.max_risk
                    {'classify':{'label_field':'topic','max_risk':1}}           | on_ingest.classify.max_risk
                    {'classify':{'label_field':'topic','max_risk':'low'}}       | on_ingest.classify.max_risk
                    {'classify':{'label_field':'topic','k':3}}                  | on_ingest.classify.k
                    """)
    void aSettingThatCannotBeNamesWhatIsAtFault(String onIngest, String field) {
        assertThat(put("bad", ",'on_ingest':" + onIngest)
                        .problem(400)
                        .path("field")
                        .asString())
                .isEqualTo(field);
        assertThat(gateway.get("/v1/collections/bad").status()).isEqualTo(404);
    }

    @Test
    void aPatchThatCannotBeChangesNothing() {
        put("patched", "");
        assertThat(patch("patched", "{'on_ingest':{'classify':{'label_field':'year'}}}")
                        .problem(400)
                        .path("field")
                        .asString())
                .isEqualTo("on_ingest.classify.label_field");
        assertThat(patch("patched", "{'on_ingest':{'classify':{'label_field':7}}}")
                        .problem(400)
                        .path("field")
                        .asString())
                .isEqualTo("on_ingest.classify.label_field");
        patch("patched", "{'shards':3}").problem(400, "shards");
        patch("patched", "[]").problem(400);
        patch("nowhere", "{'on_ingest':null}").problem(404);
        gateway.send("PATCH", "/v1/collections/patched", "{}", "text/plain").problem(415);
        assertThat(gateway.get("/v1/collections/patched").json().has("on_ingest"))
                .isFalse();
    }

    /** Kafka takes the one or the other of two names that differ in . and _ alone. */
    @Test
    void aTopicThatKafkaDoesNotMakeIsTheUsersToName() {
        put("first", ",'on_ingest':{'classify':{'label_field':'topic','output_topic':'clash.one'}}");
        assertThat(put("second", ",'on_ingest':{'classify':{'label_field':'topic','output_topic':'clash_one'}}")
                        .problem(400)
                        .path("field")
                        .asString())
                .isEqualTo("on_ingest.classify.output_topic");
    }
}
