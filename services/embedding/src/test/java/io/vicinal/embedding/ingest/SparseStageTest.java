package io.vicinal.embedding.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.embedding.EmbeddedDocument.EmbeddedPassage;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.topic.RecordHeaders;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.embedding.EmbeddingService;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.codec.EventHeaders;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import io.vicinal.testkit.model.TinyModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Documents of collections with a sparse model, by the whole service against a real broker. */
@WithBroker
@Timeout(60)
class SparseStageTest {
    private static final float LN_2 = (float) Math.log(2);
    private static final float LN_3 = (float) Math.log(3);
    private static final float LN_4 = (float) Math.log(4);

    @TempDir
    static Path folder;

    private static EmbeddingService service;
    private static KafkaSettings kafka;
    private static KafkaProducer<byte[], byte[]> producer;

    @BeforeAll
    static void start(TestBroker broker) throws Exception {
        TinyModels.dense(folder.resolve("tiny"));
        Path splade = TinyModels.sparse(folder.resolve("splade"));
        Files.writeString(
                splade.resolve("vicinal-model.yaml"), "kind: sparse\nmax_tokens: 8\npassage_prefix: 'blue '\n");
        service = new EmbeddingService(
                broker.bootstrapServers(),
                "vicinal.embedding.model=tiny",
                "vicinal.embedding.models=splade",
                "vicinal.embedding.models-folder=" + folder,
                "vicinal.embedding.data=" + folder.resolve("data"));
        kafka = service.bean(KafkaSettings.class);
        producer = new KafkaProducer<>(kafka.producer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        service.close();
    }

    private static Collection collection(String name, String model, String sparseModel) throws Exception {
        Collection collection = new Collection(
                        name, 1, model, 4, 1, Map.of(), new Chunking(16, 0), VectorFormat.INT8, Instant.now())
                .withSparseModel(sparseModel);
        CollectionTopics topics = service.bean(CollectionTopics.class);
        topics.createFixed().get();
        topics.create(collection).get();
        service.bean(CollectionRegistry.class).put(collection).get();
        return collection;
    }

    private static void send(Collection to, String id, Map<String, Object> rest) throws Exception {
        Map<String, Object> document = new java.util.HashMap<>(rest);
        document.put("id", id);
        producer.send(new ProducerRecord<>(
                        Topics.documents(to.name()),
                        id.getBytes(UTF_8),
                        Json.mapper().writeValueAsBytes(document)))
                .get();
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(
            String topic, int count, Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.consumer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
            while (found.size() < count && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    if (wanted.test(record)) {
                        found.add(record);
                    }
                });
            }
        }
        assertThat(found).hasSizeGreaterThanOrEqualTo(count);
        return found;
    }

    private static List<EmbeddedPassage> passages(Collection of, int count) {
        byte[] value =
                read(Topics.passages(of), count, _ -> true).get(count - 1).value();
        return Json.mapper().readValue(value, EmbeddedDocument.class).passages();
    }

    private static double encoded() {
        return service.bean(MeterRegistry.class)
                .get("vicinal.onnx.texts")
                .tags("model", "splade", "lane", "bulk", "outcome", "encoded")
                .counter()
                .count();
    }

    @Test
    void weighsEachPassageWithItsTitleAndTheModelsOwnPrefix() throws Exception {
        Collection collection = collection("sparse-stage", "tiny", "splade");
        send(collection, "1", Map.of("title", "Green", "text", "Red."));
        EmbeddedPassage passage = passages(collection, 1).getFirst();
        assertThat(passage.vector()).hasSize(4);
        assertThat(passage.sparse().words()).as("red, green, blue").containsExactly(9, 10, 11);
        assertThat(passage.sparse().weights()).containsExactly(new float[] {LN_3, LN_4, LN_3}, within(1e-5f));
        send(collection, "2", Map.of("text", "red ".repeat(25) + ". " + "green ".repeat(25) + "."));
        List<EmbeddedPassage> cut = passages(collection, 2);
        assertThat(cut).hasSizeGreaterThan(1);
        assertThat(cut.getFirst().sparse().weights()).containsExactly(new float[] {LN_3, LN_2, LN_3}, within(1e-5f));
        assertThat(cut.getLast().sparse().words()).as("green, blue").containsExactly(10, 11);
        assertThat(service.bean(MeterRegistry.class)
                        .get("vicinal.embedding.sparse.truncated")
                        .counter()
                        .count())
                .as("the model reads fewer tokens than a passage has")
                .isEqualTo(cut.size());
    }

    @Test
    void doesNotWeighATextAgainThatDidNotChange() throws Exception {
        Collection collection = collection("sparse-known", "tiny", "splade");
        send(collection, "1", Map.of("text", "red blue red"));
        EmbeddedPassage first = passages(collection, 1).getFirst();
        double before = encoded();
        send(collection, "1", Map.of("text", "red blue red"));
        EmbeddedPassage again = passages(collection, 2).getFirst();
        assertThat(again).usingRecursiveComparison().isEqualTo(first);
        assertThat(encoded()).isEqualTo(before);
    }

    @Test
    void weighsDocumentsWithVectorsOfTheirOwnAndNoneWithoutText() throws Exception {
        Collection collection = collection("sparse-own", Collection.NO_MODEL, "splade");
        send(collection, "1", Map.of("text", "red", "vector", List.of(0, 3, 4, 0)));
        EmbeddedPassage passage = passages(collection, 1).getFirst();
        assertThat(passage.vector()).containsExactly(0, 0.6f, 0.8f, 0);
        assertThat(passage.sparse().words()).containsExactly(9, 10, 11);
        send(collection, "2", Map.of("vector", List.of(1, 0, 0, 0)));
        assertThat(passages(collection, 2).getFirst().sparse().count()).isZero();
    }

    @Test
    void withoutASparseModelThereAreNoWeightsAndWithAWrongOneNoPassage() throws Exception {
        Collection plain = collection("sparse-none", "tiny", null);
        send(plain, "1", Map.of("text", "red"));
        assertThat(passages(plain, 1).getFirst().sparse()).isNull();
        Collection wrong = collection("sparse-wrong", "tiny", "tiny");
        send(wrong, "1", Map.of("text", "red"));
        List<ConsumerRecord<byte[], byte[]>> letters = read(
                Topics.DEAD_LETTERS,
                1,
                letter -> Topics.documents(wrong.name())
                        .equals(EventHeaders.text(letter.headers(), RecordHeaders.ERROR_TOPIC)));
        assertThat(EventHeaders.text(letters.getFirst().headers(), RecordHeaders.ERROR_DETAIL))
                .contains("of the kind dense");
    }
}
