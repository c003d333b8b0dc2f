package io.vicinal.embedding.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.embedding.EmbeddedDocument.EmbeddedPassage;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.embedding.PassageTokens;
import io.vicinal.contracts.embedding.TokenFormat;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.topic.RecordHeaders;
import io.vicinal.contracts.topic.RecordKeys;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.embedding.EmbeddingApplication;
import io.vicinal.embedding.compress.TokenCompression;
import io.vicinal.embedding.model.ModelLease;
import io.vicinal.embedding.model.Models;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.codec.DocumentPartitions;
import io.vicinal.kafka.codec.EventHeaders;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.schedule.Deadline;
import io.vicinal.onnx.schedule.Flow;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole service against a real broker, with the real model. */
@WithBroker
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EmbeddingStageTest {
    private static final int SHARDS = 3;
    private static ConfigurableApplicationContext service;
    private static KafkaSettings kafka;
    private static KafkaProducer<byte[], byte[]> producer;

    private Collection collection;

    @BeforeAll
    static void start(TestBroker broker, @TempDir Path data) {
        service = new SpringApplicationBuilder(EmbeddingApplication.class)
                .properties(Map.of(
                        "server.port",
                        "0",
                        "vicinal.node-id",
                        "embedding-stage-test",
                        "vicinal.embedding.data",
                        data.toString(),
                        "vicinal.kafka.bootstrap-servers",
                        broker.bootstrapServers()))
                .run();
        kafka = service.getBean(KafkaSettings.class);
        producer = new KafkaProducer<>(kafka.producer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        service.close();
    }

    private static TextEncoder encoder() {
        try (ModelLease lease = service.getBean(Models.class).lease(null)) {
            return lease.model().local().orElseThrow();
        }
    }

    @BeforeEach
    void makeACollection(TestInfo test) throws Exception {
        String name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        collection = new Collection(
                name,
                1,
                "bge-small-en-v1.5",
                384,
                SHARDS,
                Map.of("year", FieldType.LONG),
                new Chunking(128, 16),
                VectorFormat.INT8,
                true,
                8,
                TokenFormat.INT8,
                "en",
                1,
                null,
                service.getBean(EmbeddingApi.class).means("bge-small-en-v1.5").block(),
                Instant.now());
        CollectionTopics topics = service.getBean(CollectionTopics.class);
        topics.createFixed().get();
        topics.create(collection).get();
        service.getBean(CollectionRegistry.class).put(collection).get();
    }

    @AfterEach
    void removeIt() throws Exception {
        service.getBean(CollectionRegistry.class).remove(collection.name()).get();
    }

    @Test
    void turnsADocumentIntoItsEmbeddedPassage() throws Exception {
        RecordMetadata sent = send("doc-1", """
                {"id":"doc-1","title":"Shards","text":" A shard is a partition. ","fields":{"year":2024}}""");
        ConsumerRecord<byte[], byte[]> record = passages(1).getFirst();
        EmbeddedDocument document = Json.mapper().readValue(record.value(), EmbeddedDocument.class);
        assertThat(new String(record.key(), UTF_8)).isEqualTo("doc-1");
        assertThat(record.partition()).isEqualTo(sent.partition());
        assertThat(EventHeaders.number(record.headers(), RecordHeaders.SOURCE_OFFSET))
                .hasValue(sent.offset());
        assertThat(EventHeaders.text(record.headers(), RecordHeaders.CE_TYPE))
                .isEqualTo(EventHeaders.DOCUMENT_EMBEDDED);
        assertThat(document.text()).isEqualTo(" A shard is a partition. ");
        assertThat(document.fields()).containsEntry("year", 2024);
        EmbeddedPassage passage = document.passages().getFirst();
        assertThat(document.text().substring(passage.start(), passage.end())).isEqualTo("A shard is a partition.");
        float[] alone = encoder()
                .encodePassage("Shards A shard is a partition.", Deadline.none())
                .get()
                .dense();
        assertThat(dot(passage.vector(), alone)).isCloseTo(1, within(1e-4));
    }

    @Test
    void putsThePooledTokenVectorsOfTheSameRunBesideTheVector() throws Exception {
        String text = "A shard is a partition, and a partition is an index. Every index is a view of the log.";
        send("tokens", Json.mapper().writeValueAsString(Map.of("id", "tokens", "text", text)));
        EmbeddedPassage passage = Json.mapper()
                .readValue(passages(1).getFirst().value(), EmbeddedDocument.class)
                .passages()
                .getFirst();
        TextEncoder encoder = encoder();
        int tokens = encoder.tokenizer().encodePlain(text).count();
        assertThat(passage.tokens().format()).isEqualTo(TokenFormat.INT8);
        assertThat(passage.tokens().count()).isEqualTo(Math.ceilDiv(tokens, 8));
        long[] ids = encoder.tokenizer().encode(text).ids();
        PassageTokens alone = TokenCompression.of(collection)
                .compress(
                        encoder.encode(Flow.interactive(), ids, encoder.tokenVectors(ids), Deadline.none())
                                .get(),
                        Arrays.stream(encoder.tokenPositions(ids))
                                .map(position -> (int) ids[position])
                                .toArray());
        byte[] data = passage.tokens().data();
        assertThat(data).hasSameSizeAs(alone.data());
        for (int i = 0; i < data.length; i++) { // rounding may fall either way
            assertThat(data[i]).isCloseTo(alone.data()[i], within((byte) 1));
        }
    }

    @Test
    void doesNotEncodeATextAgainThatDidNotChange() throws Exception {
        String text = "Only the year of this one changes. ".repeat(12);
        send("same", Json.mapper().writeValueAsString(Map.of("id", "same", "text", text, "fields", Map.of("year", 1))));
        EmbeddedDocument first = Json.mapper().readValue(passages(1).getFirst().value(), EmbeddedDocument.class);
        double encoded = encodedTexts();
        send("same", Json.mapper().writeValueAsString(Map.of("id", "same", "text", text, "fields", Map.of("year", 2))));
        EmbeddedDocument second = Json.mapper().readValue(passages(2).getLast().value(), EmbeddedDocument.class);
        assertThat(encodedTexts()).isEqualTo(encoded);
        assertThat(second.fields()).containsEntry("year", 2);
        assertThat(second.passages()).usingRecursiveComparison().isEqualTo(first.passages());
        send("same", Json.mapper().writeValueAsString(Map.of("id", "same", "text", text + " And now the text too.")));
        passages(3);
        assertThat(encodedTexts()).isGreaterThan(encoded);
    }

    private static double encodedTexts() {
        return service.getBean(MeterRegistry.class)
                .get("vicinal.onnx.texts")
                .tags("lane", "bulk", "outcome", "encoded")
                .counter()
                .count();
    }

    @Test
    void refusesDocumentsOfACollectionThatWasMadeForAnotherModelOfThatName() throws Exception {
        Collection other = new Collection(
                collection.name(),
                1,
                "bge-small-en-v1.5",
                768,
                SHARDS,
                Map.of(),
                new Chunking(128, 16),
                VectorFormat.INT8,
                Instant.now());
        service.getBean(CollectionRegistry.class).put(other).get();
        send("wrong", "{\"id\":\"wrong\",\"text\":\"x\"}");
        ConsumerRecord<byte[], byte[]> letter = deadLetters(1).getFirst();
        assertThat(EventHeaders.text(letter.headers(), RecordHeaders.ERROR_DETAIL))
                .contains("768", "384");
    }

    @Test
    void cutsALongDocument() throws Exception {
        String text = "Sentence by sentence the document grows, far beyond any window. ".repeat(400);
        send("long", Json.mapper().writeValueAsString(Map.of("id", "long", "text", text)));
        EmbeddedDocument document =
                Json.mapper().readValue(passages(1).getFirst().value(), EmbeddedDocument.class);
        assertThat(document.passages()).hasSizeGreaterThan(30).allSatisfy(passage -> {
            assertThat(text.substring(passage.start(), passage.end()))
                    .startsWith("Sentence")
                    .endsWith(".");
            assertThat(dot(passage.vector(), passage.vector())).isCloseTo(1, within(1e-4));
        });
    }

    @Test
    void takesAVectorOfTheUsersOwn() throws Exception {
        float[] vector = new float[384];
        vector[0] = 3e30f;
        vector[1] = -4e30f;
        send("own", Json.mapper().writeValueAsString(Map.of("id", "own", "text", "any", "vector", vector)));
        EmbeddedDocument document =
                Json.mapper().readValue(passages(1).getFirst().value(), EmbeddedDocument.class);
        assertThat(document.passages()).hasSize(1);
        assertThat(document.passages().getFirst().vector()[0]).isCloseTo(0.6f, within(1e-6f));
        assertThat(document.passages().getFirst().vector()[1]).isCloseTo(-0.8f, within(1e-6f));
        assertThat(document.passages().getFirst().end()).isEqualTo(3);
    }

    @Test
    void takesVectorsOfTheUsersOwnForAModelThatIsNotHereAndEncodesNone() throws Exception {
        Collection elsewhere = new Collection(
                collection.name(),
                1,
                "a-model-of-theirs",
                3,
                SHARDS,
                Map.of(),
                new Chunking(128, 16),
                VectorFormat.INT8,
                true,
                8,
                TokenFormat.BINARY,
                "en",
                1,
                null,
                null,
                Instant.now());
        service.getBean(CollectionRegistry.class).put(elsewhere).get();
        double encoded = encodedTexts();
        send("own", "{\"id\":\"own\",\"text\":\"any\",\"vector\":[0,3,4]}");
        send("wrong", "{\"id\":\"wrong\",\"text\":\"any\",\"vector\":[1,2]}");
        send("nan", "{\"id\":\"nan\",\"text\":\"any\",\"vector\":\"AADAfwAAwH8AAMB/\"}");
        send("none", "{\"id\":\"none\",\"text\":\"a text that would have to be encoded\"}");
        EmbeddedDocument document = Json.mapper()
                .readValue(
                        passages(4).stream()
                                .filter(record -> record.value() != null)
                                .findFirst()
                                .orElseThrow()
                                .value(),
                        EmbeddedDocument.class);
        assertThat(document.passages().getFirst().vector()).containsExactly(0, 0.6f, 0.8f);
        assertThat(document.passages().getFirst().tokens()).isNull();
        assertThat(encodedTexts()).isEqualTo(encoded);
        assertThat(deadLetters(3))
                .extracting(letter -> new String(letter.key(), UTF_8) + " "
                        + EventHeaders.text(letter.headers(), RecordHeaders.ERROR_TYPE))
                .containsExactlyInAnyOrder(
                        "wrong " + ProblemType.WRONG_DIMENSIONS.uri(),
                        "nan " + ProblemType.INVALID_VALUE.uri(),
                        "none " + ProblemType.UNKNOWN_MODEL.uri());
    }

    @Test
    void passesATombstoneThrough() throws Exception {
        send("gone", (byte[]) null);
        ConsumerRecord<byte[], byte[]> record = passages(1).getFirst();
        assertThat(record.key()).isEqualTo("gone".getBytes(UTF_8));
        assertThat(record.value()).isNull();
    }

    @Test
    void putsADocumentOfAForeignPartitionerWhereItBelongs() throws Exception {
        byte[] key = "strayed".getBytes(UTF_8);
        int home = DocumentPartitions.partition(key, SHARDS);
        int elsewhere = (home + 1) % SHARDS;
        RecordMetadata sent = producer.send(new ProducerRecord<>(
                        Topics.documents(collection.name()),
                        elsewhere,
                        key,
                        "{\"id\":\"strayed\",\"text\":\"far from home\"}".getBytes(UTF_8)))
                .get();
        ConsumerRecord<byte[], byte[]> record = passages(1).getFirst();
        assertThat(record.partition()).isEqualTo(home);
        assertThat(record.key()).isEqualTo(key);
        assertThat(EventHeaders.number(record.headers(), RecordHeaders.SOURCE_PARTITION))
                .hasValue(elsewhere);
        assertThat(EventHeaders.number(record.headers(), RecordHeaders.SOURCE_OFFSET))
                .hasValue(sent.offset());
    }

    @Test
    void anotherVersionIsBuiltFromTheBeginningWithShardsOfItsOwn() throws Exception {
        for (int i = 0; i < 12; i++) {
            send(
                    "d" + i,
                    "{\"id\":\"d" + i + "\",\"text\":\"number " + i
                            + "\",\"expires_at\":\"2030-01-01T01:00:00+01:00\"}");
        }
        send("d3", (byte[]) null);
        deleteMatching("{\"filter\":{\"eq\":{\"year\":1}}}");
        passages(13 + SHARDS * SHARDS);
        Collection second = collection.asVersion(2, SHARDS);
        second = Json.mapper()
                .readValue(
                        Json.mapper()
                                .writeValueAsString(second)
                                .replace("\"shards\":3", "\"shards\":2")
                                .replace("\"token_format\":\"int8\"", "\"token_format\":\"binary\""),
                        Collection.class);
        Collection built = second;
        service.getBean(CollectionTopics.class).create(built).get();
        service.getBean(CollectionRegistry.class)
                .change(collection.name(), before -> before.building(built, Instant.now()))
                .get();
        send("after", "{\"id\":\"after\",\"text\":\"written while it is built\"}");
        List<ConsumerRecord<byte[], byte[]>> records = passages(built, 14 + SHARDS * 2);
        Map<String, Long> lastOffsets = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            long partition = EventHeaders.number(record.headers(), RecordHeaders.SOURCE_PARTITION)
                    .orElse(record.partition());
            long offset = EventHeaders.number(record.headers(), RecordHeaders.SOURCE_OFFSET)
                    .orElseThrow();
            Long before = lastOffsets.put(record.partition() + "/" + partition, offset);
            assertThat(before == null || before < offset)
                    .as("in the order of the documents")
                    .isTrue();
            if (RecordKeys.isReserved(record.key())) {
                assertThat(EventHeaders.text(record.headers(), RecordHeaders.RECORD))
                        .isEqualTo(RecordHeaders.DELETE_MATCHING);
                continue;
            }
            assertThat(record.partition()).isEqualTo(DocumentPartitions.partition(record.key(), 2));
            assertThat(partition).isEqualTo(DocumentPartitions.partition(record.key(), SHARDS));
            if (record.value() != null && !new String(record.key(), UTF_8).equals("after")) {
                EmbeddedDocument document = Json.mapper().readValue(record.value(), EmbeddedDocument.class);
                assertThat(document.expiresAt()).isEqualTo("2030-01-01T00:00:00Z");
                assertThat(document.passages().getFirst().tokens().format()).isEqualTo(TokenFormat.BINARY);
            }
        }
        assertThat(records.stream()
                        .filter(record -> RecordKeys.isReserved(record.key()))
                        .map(record -> record.partition() + new String(record.key(), ISO_8859_1)))
                .as("a key of its own for each documents partition, so that compaction keeps them all")
                .doesNotHaveDuplicates()
                .hasSize(SHARDS * 2);
        passages(14 + SHARDS * SHARDS);
        service.getBean(CollectionRegistry.class)
                .change(collection.name(), before -> before.removing(2, Instant.now()))
                .get();
        send("later", "{\"id\":\"later\",\"text\":\"no more for the second\"}");
        passages(15 + SHARDS * SHARDS);
        passages(built, 14 + SHARDS * 2);
    }

    @Test
    void refusesDeletionsThatAreNotWellFormedAndGoesOn() throws Exception {
        byte[] good = "{\"filter\":{\"eq\":{\"year\":1}}}".getBytes(UTF_8);
        sendDeletion(0, RecordKeys.unique(), RecordHeaders.DELETE_MATCHING, "{}".getBytes(UTF_8));
        sendDeletion(0, RecordKeys.unique(), RecordHeaders.DELETE_MATCHING, "{\"filter\":{}}".getBytes(UTF_8));
        sendDeletion(0, RecordKeys.unique(), RecordHeaders.DELETE_MATCHING, "{\"filtre\":{}}".getBytes(UTF_8));
        sendDeletion(0, RecordKeys.unique(), RecordHeaders.DELETE_MATCHING, "not json".getBytes(UTF_8));
        sendDeletion(0, "an-id".getBytes(UTF_8), RecordHeaders.DELETE_MATCHING, good);
        sendDeletion(0, RecordKeys.unique(), null, good);
        sendDeletion(0, RecordKeys.unique(), "rename-matching", good);
        sendDeletion(0, RecordKeys.unique(), RecordHeaders.DELETE_MATCHING, good);
        assertThat(deadLetters(7)).hasSize(7);
        List<ConsumerRecord<byte[], byte[]>> records = passages(8 * SHARDS);
        assertThat(records.stream().filter(record -> record.value() != null))
                .hasSize(SHARDS)
                .allSatisfy(record -> assertThat(record.value()).isEqualTo(good));
    }

    private void deleteMatching(String deletion) throws Exception {
        for (int partition = 0; partition < SHARDS; partition++) {
            sendDeletion(partition, RecordKeys.unique(), RecordHeaders.DELETE_MATCHING, deletion.getBytes(UTF_8));
        }
    }

    private void sendDeletion(int partition, byte[] key, String kind, byte[] value) throws Exception {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.documents(collection.name()), partition, key, value);
        if (kind != null) {
            EventHeaders.add(record.headers(), RecordHeaders.RECORD, kind);
        }
        producer.send(record).get();
    }

    @Test
    void refusesPoisonWithTheReasonAndGoesOn() throws Exception {
        send("not-json", "not json");
        send("schema", "{\"id\":\"schema\",\"text\":\"x\",\"colour\":\"red\"}");
        assertThatThrownBy(() -> send(null, "{\"id\":\"null-key\",\"text\":\"x\"}".getBytes(UTF_8)))
                .as("a compacted topic takes no record without a key")
                .hasCauseInstanceOf(InvalidRecordException.class);
        send("", "{\"id\":\"no-key\",\"text\":\"x\"}");
        send("large", new byte[20 << 20]);
        send("other", "{\"id\":\"another\",\"text\":\"x\"}");
        send("field", "{\"id\":\"field\",\"text\":\"x\",\"fields\":{\"year\":\"soon\"}}");
        send("good", "{\"id\":\"good\",\"text\":\"still here\"}");
        List<ConsumerRecord<byte[], byte[]>> letters = deadLetters(6);
        assertThat(letters)
                .extracting(letter -> new String(letter.key(), UTF_8) + " "
                        + EventHeaders.text(letter.headers(), RecordHeaders.ERROR_TYPE))
                .containsExactlyInAnyOrder(
                        "not-json " + ProblemType.MALFORMED_JSON.uri(),
                        "schema " + ProblemType.UNKNOWN_PROPERTY.uri(),
                        " " + ProblemType.MISSING_VALUE.uri(),
                        "large " + ProblemType.MALFORMED_JSON.uri(),
                        "other " + ProblemType.INVALID_VALUE.uri(),
                        "field " + ProblemType.WRONG_TYPE.uri());
        List<ConsumerRecord<byte[], byte[]>> records = passages(7);
        assertThat(records.stream().filter(record -> record.key().length == 0)).hasSize(6);
        assertThat(records.stream().filter(record -> record.value() != null)).hasSize(1);
    }

    private RecordMetadata send(String key, String value) throws Exception {
        return send(key, value.getBytes(UTF_8));
    }

    private RecordMetadata send(String key, byte[] value) throws Exception {
        byte[] bytes = key == null ? null : key.getBytes(UTF_8);
        return producer.send(new ProducerRecord<>(Topics.documents(collection.name()), bytes, value))
                .get();
    }

    private List<ConsumerRecord<byte[], byte[]>> deadLetters(int count) {
        return read(
                List.of(new TopicPartition(Topics.DEAD_LETTERS, 0)),
                count,
                record -> Topics.documents(collection.name())
                        .equals(EventHeaders.text(record.headers(), RecordHeaders.ERROR_TOPIC)));
    }

    private List<ConsumerRecord<byte[], byte[]>> passages(int count) {
        return passages(collection, count);
    }

    private static List<ConsumerRecord<byte[], byte[]>> passages(Collection version, int count) {
        return read(
                IntStream.range(0, version.shards())
                        .mapToObj(partition -> new TopicPartition(Topics.passages(version), partition))
                        .toList(),
                count,
                _ -> true);
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(
            List<TopicPartition> partitions, int count, Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.consumer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
            while (found.size() < count && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    if (wanted.test(record)) {
                        found.add(record);
                    }
                });
            }
        }
        assertThat(found).hasSize(count);
        return found;
    }

    private static double dot(float[] a, float[] b) {
        double dot = 0;
        for (int d = 0; d < a.length; d++) {
            dot += a[d] * b[d];
        }
        return dot;
    }
}
