package io.vicinal.gateway.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.gateway.TestGateway;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import io.vicinal.testkit.retrieval.FakeRetrieval;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Versions over REST, with a real registry. */
@WithBroker
class VersionApiTest {
    private static TestGateway gateway;

    @BeforeAll
    static void start(TestBroker broker) {
        gateway = TestGateway.start(broker.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @AfterEach
    void shardsAnswerAgain() {
        gateway.bean(FakeRetrieval.class).instead.clear();
    }

    private static String create(String name) {
        String path = "/v1/collections/" + name;
        assertThat(gateway.send("PUT", path, "{\"shards\":2,\"fields\":{\"year\":\"long\"}}")
                        .status())
                .isEqualTo(201);
        return path;
    }

    private static void write(String name, int records) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(gateway.bean(KafkaSettings.class).producer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(
                        Topics.documents(name), Integer.toString(i).getBytes(), new byte[] {'{', '}'}));
            }
        }
    }

    @Test
    void takesWhatIsLeftOutFromTheVersionThatServes() {
        String path = create("next");
        var created = gateway.send(
                "POST",
                path + "/versions",
                "{\"model\":\"other-model\",\"shards\":3,\"fields\":{\"colour\":\"keyword\"}}");
        assertThat(created.status()).isEqualTo(201);
        JsonNode version = created.json();
        assertThat(version.get("version").asInt()).isEqualTo(2);
        assertThat(version.get("model").asString()).isEqualTo("other-model");
        assertThat(version.get("dimensions").asInt()).isEqualTo(8);
        assertThat(version.get("shards").asInt()).isEqualTo(3);
        assertThat(version.get("documents_partitions").asInt()).isEqualTo(2);
        assertThat(version.get("chunking").get("max_tokens").asInt())
                .as("as much as the model reads")
                .isEqualTo(64);
        assertThat(version.get("late_interaction").asBoolean())
                .as("the model gives no token vectors")
                .isFalse();
        assertThat(version.get("fields").propertyNames()).isEqualTo(Set.of("year", "colour"));
        JsonNode served = gateway.get(path).json();
        assertThat(served.get("version").asInt()).isEqualTo(1);
        assertThat(served.get("fields").propertyNames())
                .as("every version takes every document")
                .isEqualTo(Set.of("year", "colour"));
        JsonNode versions = gateway.get(path + "/versions").json().get("versions");
        assertThat(versions.size()).isEqualTo(2);
        assertThat(versions.get(0).get("state").asString()).isEqualTo("serving");
        assertThat(versions.get(1).get("state").asString()).isEqualTo("building");
        assertThat(versions.get(1).get("schema").get("model").asString()).isEqualTo("other-model");
        assertThat(versions.toString()).doesNotContain("means");
    }

    @Test
    void isNotPromotedBeforeItHasCaughtUpUnlessOneInsists() {
        String path = create("behind");
        gateway.send("POST", path + "/versions", null, null);
        write("behind", 500); // and no stage that would embed them
        JsonNode building =
                gateway.get(path + "/versions").json().get("versions").get(1);
        assertThat(building.get("records_left").asLong()).isGreaterThanOrEqualTo(500);
        assertThat(building.get("progress").asDouble()).isLessThan(0.1);
        gateway.send("POST", path + "/versions/2:promote", null, null).problem(409, "records behind", "force");
        gateway.send("POST", path + "/versions/3:promote", null, null).problem(404, "3");
        gateway.send("POST", path + "/versions/two:promote", null, null).problem(400, "two");
        gateway.send("POST", path + "/versions/2:promote?force=perhaps", null, null)
                .problem(400, "force");
        gateway.send("POST", path + "/versions:rollback", null, null).problem(409, "no version to go back to");
        var promoted = gateway.send("POST", path + "/versions/2:promote?force=true", null, null);
        assertThat(promoted.status()).isEqualTo(200);
        assertThat(promoted.json().get("version").asInt()).isEqualTo(2);
        JsonNode found =
                gateway.send("POST", path + "/search", "{\"query\":\"q\"}").json();
        assertThat(found.get("version").asInt()).isEqualTo(2);
        assertThat(gateway.send("PUT", "/v1/collections/behind", "{\"shards\":2,\"fields\":{\"year\":\"long\"}}")
                        .status())
                .as("the same schema again")
                .isEqualTo(200);
        JsonNode versions = gateway.get(path + "/versions").json().get("versions");
        assertThat(versions.get(0).get("state").asString()).isEqualTo("retired");
        assertThat(versions.get(0).has("until")).isTrue();
        assertThat(versions.get(1).get("state").asString()).isEqualTo("serving");
        assertThat(gateway.send("POST", path + "/versions:rollback?force=true", null, null)
                        .json()
                        .get("version")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void isNotPromotedWhileItsShardsDoNotAnswer() {
        String path = create("silent");
        gateway.send("POST", path + "/versions", null, null);
        gateway.bean(FakeRetrieval.class).instead.put(1, FakeRetrieval.away());
        gateway.send("POST", path + "/versions/2:promote", null, null).problem(409, "do not answer");
    }

    @Test
    void aVersionGetsChangesAndLosesASparseModel() {
        String path = create("weighed-versions");
        String versions = path + "/versions";
        JsonNode second = gateway.send("POST", versions, "{\"sparse_model\":\"sparse-model\"}")
                .json();
        assertThat(second.get("sparse_model").asString()).isEqualTo("sparse-model");
        gateway.send("POST", path + "/versions/2:promote?force=true", null, null);
        assertThat(gateway.get(path).json().get("sparse_model").asString()).isEqualTo("sparse-model");
        assertThat(gateway.send("POST", versions, null, null)
                        .json()
                        .get("sparse_model")
                        .asString())
                .as("as in the version that serves")
                .isEqualTo("sparse-model");
        assertThat(gateway.send("POST", versions, "{\"sparse_model\":\"none\"}")
                        .json()
                        .has("sparse_model"))
                .isFalse();
        gateway.send("POST", versions, "{\"sparse_model\":\"pairs\"}").problem(400, "cross-encoder");
    }

    @Test
    void whatCannotBeIsRefused() {
        String path = create("version-rules");
        gateway.send("POST", path + "/versions", "{\"fields\":{\"year\":\"keyword\"}}")
                .problem(409, "fields.year", "added, not changed");
        gateway.send("POST", path + "/versions", "{\"model\":\"none\"}").problem(409, "model none");
        gateway.send("POST", path + "/versions", "{\"model\":\"psychic\"}").problem(400, "psychic");
        gateway.send("POST", path + "/versions", "{\"shards\":65}").problem(400, "shards");
        gateway.send("POST", path + "/versions", "{\"shard\":1}").problem(400, "shard");
        gateway.send("POST", "/v1/collections/nowhere/versions", null, null).problem(404, "nowhere");
        gateway.get("/v1/collections/nowhere/versions").problem(404, "nowhere");
        gateway.send("DELETE", path + "/versions/1", null, null).problem(409, "serves");
        gateway.send("DELETE", path + "/versions/7", null, null).problem(404, "7");
        for (int i = 0; i < Versions.MAX_OTHERS; i++) {
            assertThat(gateway.send("POST", path + "/versions", null, null).status())
                    .isEqualTo(201);
        }
        gateway.send("POST", path + "/versions", null, null).problem(409, "most there may be");
    }

    @Test
    void aRemovedVersionLosesItsTopicAndItsNumberIsNotGivenAgain() throws Exception {
        String path = create("removed");
        gateway.send("POST", path + "/versions", null, null);
        CollectionRegistry registry = gateway.bean(CollectionRegistry.class);
        Collection second = registry.version("removed", 2).orElseThrow();
        assertThat(topics()).contains(Topics.passages(second));
        assertThat(gateway.send("DELETE", path + "/versions/2", null, null).status())
                .isEqualTo(204);
        assertThat(registry.version("removed", 2)).isEmpty();
        assertThat(gateway.get(path + "/versions").json().get("versions").size())
                .isEqualTo(1);
        tidy(VersionKeeper.LET_GO);
        tidy(VersionKeeper.LET_GO);
        assertThat(topics()).doesNotContain(Topics.passages(second)).contains(Topics.documents("removed"));
        assertThat(registry.versions("removed").orElseThrow().others()).isEmpty();
        assertThat(gateway.send("POST", path + "/versions", null, null)
                        .json()
                        .get("version")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void aVersionThatWasLeftWithoutItsTopicGetsOne() throws Exception {
        String path = create("half");
        gateway.send("POST", path + "/versions", "{\"shards\":3}");
        CollectionRegistry registry = gateway.bean(CollectionRegistry.class);
        CollectionTopics topics = gateway.bean(CollectionTopics.class);
        topics.deletePassages(registry.version("half", 2).orElseThrow()).get();
        tidy(Duration.ofMinutes(1));
        assertThat(topics()).contains(Topics.passages("half", 2));
    }

    @Test
    void aRetiredVersionGoesWhenItsTimeIsOver() throws Exception {
        String path = create("retired");
        gateway.send("POST", path + "/versions", null, null);
        gateway.send("POST", path + "/versions/2:promote?force=true", null, null);
        CollectionRegistry registry = gateway.bean(CollectionRegistry.class);
        tidy(Duration.ofHours(23));
        assertThat(registry.version("retired", 1)).isPresent();
        tidy(Duration.ofHours(25));
        assertThat(registry.version("retired", 1)).isEmpty();
        tidy(Duration.ofHours(26));
        assertThat(topics())
                .doesNotContain(Topics.passages("retired", 1))
                .contains(Topics.passages("retired", 2), Topics.documents("retired"));
        assertThat(gateway.send("DELETE", path, null, null).status()).isEqualTo(204);
        assertThat(topics()).noneMatch(topic -> topic.contains("retired"));
    }

    /** As another gateway would, that much later. */
    private static void tidy(Duration later) {
        CollectionTopics topics = gateway.bean(CollectionTopics.class);
        try (VersionKeeper keeper = new VersionKeeper(
                gateway.bean(CollectionRegistry.class),
                topics,
                gateway.bean(VersionDescriptions.class),
                Clock.offset(Clock.systemUTC(), later))) {
            keeper.round().block(Duration.ofSeconds(30));
        }
    }

    private static Set<String> topics() throws Exception {
        return gateway.bean(CollectionTopics.class).admin().listTopics().names().get();
    }
}
