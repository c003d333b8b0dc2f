package io.vicinal.embedding.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.embedding.EmbeddingApi.QueryText;
import io.vicinal.contracts.embedding.ModelDescription;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.embedding.EmbeddingService;
import io.vicinal.embedding.query.EmbeddingController;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One embedding service behind another, in both shapes that it speaks. */
@WithBroker
@Timeout(120)
class RemoteServiceTest {
    private static final String TEXT = "a cat on the shard";
    private static EmbeddingService behind;
    private static EmbeddingService front;

    @BeforeAll
    static void start(TestBroker broker) throws Exception {
        behind = new EmbeddingService("127.0.0.1:1", "vicinal.onnx.sessions=1"); // without a log of its own
        front = new EmbeddingService(
                broker.bootstrapServers(),
                "vicinal.onnx.sessions=1",
                "vicinal.embedding.remotes.by-openai.url=" + behind.url() + "/v1",
                "vicinal.embedding.remotes.by-openai.model=bge-small-en-v1.5",
                "vicinal.embedding.remotes.by-openai.max-tokens=64",
                "vicinal.embedding.remotes.by-tei.url=" + behind.url(),
                "vicinal.embedding.remotes.by-tei.api=tei",
                "vicinal.embedding.remotes.away.url=http://127.0.0.1:1/v1");
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (front.get("/v1/models/by-tei").json().path("dimensions").asInt() != 384
                || front.get("/v1/models/by-openai").json().path("dimensions").asInt() != 384) {
            assertThat(System.nanoTime()).as("waited 20 s").isLessThan(end);
            Thread.sleep(50);
        }
    }

    @AfterAll
    static void stop() {
        front.close();
        behind.close();
    }

    @Test
    void givesTheVectorsOfTheModelBehindIt() throws Exception {
        float[] expected = openAi(behind, "bge-small-en-v1.5");
        for (String model : List.of("by-openai", "by-tei")) {
            assertClose(openAi(front, model), expected);
            assertClose(
                    front.bean(EmbeddingController.class)
                            .embedQuery(new QueryText(model, TEXT, false))
                            .block()
                            .dense(),
                    expected);
        }
        assertThat(front.get("/v1/models/by-openai").json().path("provider").asString())
                .isEqualTo("remote");
        assertThat(front.bean(EmbeddingController.class).models().block())
                .extracting(ModelDescription::name)
                .contains("bge-small-en-v1.5", "by-openai", "by-tei")
                .doesNotContain("away");
    }

    @Test
    void hasNoTokenVectorsOfAQuery() {
        var embedding = front.bean(EmbeddingController.class)
                .embedQuery(new QueryText("by-tei", TEXT, true))
                .block();
        assertThat(embedding.tokenVectors()).isNull();
        assertThat(embedding.dense()).hasSize(384);
    }

    @Test
    void cutsWhatIsTooLongAsForAModelOfItsOwn() {
        String longText = "word ".repeat(100);
        EmbeddingService.Answer refused = embed(front, "by-openai", "\"" + longText + "\"");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/error/code").asString()).isEqualTo("context_length_exceeded");
        var cut = front.bean(EmbeddingController.class)
                .embedQuery(new QueryText("by-openai", longText, false))
                .block();
        assertThat(cut.truncated()).isTrue();
        assertThat(cut.tokens()).isEqualTo(64);
        float[] expected = Json.mapper()
                .convertValue(
                        embed(
                                        behind,
                                        "bge-small-en-v1.5",
                                        "\"" + "word ".repeat(62).strip() + "\"")
                                .json()
                                .at("/data/0/embedding"),
                        float[].class);
        assertClose(cut.dense(), expected);
    }

    @Test
    void saysWhatARemoteModelDoesNotDo() {
        EmbeddingService.Answer ids = embed(front, "by-openai", "[101,102]");
        assertThat(ids.status()).isEqualTo(400);
        assertThat(ids.json().at("/error/message").asString()).contains("texts, not token ids");
        EmbeddingService.Answer away = embed(front, "away", "\"a\"");
        assertThat(away.status()).isEqualTo(503);
        assertThat(away.http().headers().firstValue("retry-after")).isPresent();
        assertThat(embed(front, "bge-small-en-v1.5", "\"next\"").status()).isEqualTo(200);
    }

    @Test
    void embedsTheDocumentsOfACollection() throws Exception {
        Collection collection = new Collection(
                "far", 1, "by-tei", 384, 1, Map.of(), new Chunking(32, 0), VectorFormat.INT8, Instant.now());
        front.bean(CollectionTopics.class).createFixed().get();
        front.bean(CollectionTopics.class).create(collection).get();
        front.bean(CollectionRegistry.class).put(collection).get();
        KafkaSettings kafka = front.bean(KafkaSettings.class);
        String text = "Knead the dough and let it rise overnight. ".repeat(6).strip();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(kafka.producer())) {
            producer.send(new ProducerRecord<>(
                            Topics.documents("far"),
                            "d".getBytes(UTF_8),
                            Json.mapper().writeValueAsBytes(Map.of("id", "d", "title", "Bread", "text", text))))
                    .get();
        }
        EmbeddedDocument document =
                Json.mapper().readValue(passages(kafka, collection).value(), EmbeddedDocument.class);
        assertThat(document.passages()).hasSizeGreaterThan(1);
        EmbeddedDocument.EmbeddedPassage first = document.passages().getFirst();
        float[] expected = Json.mapper()
                .convertValue(
                        embed(
                                        behind,
                                        "bge-small-en-v1.5",
                                        "\"Bread " + text.substring(first.start(), first.end()) + "\"")
                                .json()
                                .at("/data/0/embedding"),
                        float[].class);
        assertClose(first.vector(), expected);
        assertThat(front.delete("/v1/models/by-tei").status()).isEqualTo(409);
    }

    private static ConsumerRecord<byte[], byte[]> passages(KafkaSettings kafka, Collection collection) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.consumer("remote-service-test"))) {
            TopicPartition partition = new TopicPartition(Topics.passages(collection.name(), 1), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (true) { // until the test's own bound
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (record.value() != null && record.key() != null) {
                        return record;
                    }
                }
            }
        }
    }

    private static void assertClose(float[] vector, float[] expected) {
        assertThat(vector).hasSameSizeAs(expected);
        for (int d = 0; d < expected.length; d++) {
            assertThat(vector[d]).isCloseTo(expected[d], within(1e-4f));
        }
    }

    private static float[] openAi(EmbeddingService service, String model) {
        return Json.mapper()
                .convertValue(embed(service, model, "\"" + TEXT + "\"").json().at("/data/0/embedding"), float[].class);
    }

    private static EmbeddingService.Answer embed(EmbeddingService service, String model, String input) {
        return service.post("/v1/embeddings", "{\"model\":\"%s\",\"input\":%s}".formatted(model, input));
    }
}
