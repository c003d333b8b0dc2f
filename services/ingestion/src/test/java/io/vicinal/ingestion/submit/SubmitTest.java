package io.vicinal.ingestion.submit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.document.MatchingDeletion;
import io.vicinal.contracts.document.ShardOffset;
import io.vicinal.contracts.document.SubmitResult;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.topic.RecordHeaders;
import io.vicinal.contracts.topic.RecordKeys;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.LogWriter;
import io.vicinal.kafka.codec.DocumentPartitions;
import io.vicinal.kafka.codec.EventHeaders;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.testkit.broker.StoppableBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;

class SubmitTest {
    private static final String NDJSON = "application/x-ndjson";
    private static final String JSON = "application/json";
    private static final Duration LONG = Duration.ofSeconds(60);

    private static StoppableBroker broker;
    private static KafkaSettings kafka;
    private static LogWriter log;
    private static CollectionTopics topics;
    private static CollectionRegistry registry;
    private static Submissions submissions;
    private static SubmitController ingestion;

    @BeforeAll
    static void start() throws Exception {
        broker = StoppableBroker.start();
        kafka = new KafkaSettings(broker.bootstrapServers(), "node", (short) -1, Map.of());
        log = new LogWriter(kafka);
        topics = new CollectionTopics(kafka);
        topics.createFixed().get();
        registry = new CollectionRegistry(kafka);
        registry.awaitLoaded(LONG);
        submissions = new Submissions(log, new SimpleMeterRegistry());
        ingestion = new SubmitController(new KnownCollections(registry), submissions, null, new Deletions(log));
    }

    @AfterAll
    static void stop() {
        submissions.close();
        registry.close();
        topics.close();
        log.close();
        broker.close();
    }

    private static void collection(String name, int shards) throws Exception {
        Collection collection = new Collection(
                name,
                1,
                "test",
                3,
                shards,
                Map.of("year", FieldType.LONG),
                new Chunking(512, 0),
                VectorFormat.INT8,
                Instant.parse("2026-01-01T00:00:00Z"));
        topics.create(collection).get();
        registry.put(collection).get();
    }

    private static SubmitResult submit(String collection, String type, String body) {
        return ingestion.submit(collection, type, Flux.just(buffer(body))).block(LONG);
    }

    private static DataBuffer buffer(String text) {
        return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(UTF_8));
    }

    @Test
    void oneBadLineDoesNotStopTheOthers() throws Exception {
        collection("lines", 3);
        String lines = String.join(
                "\n",
                "{\"id\":\"1\",\"text\":\"good\"}",
                "{not json",
                "",
                "{\"text\":\"no id\"}",
                "{\"id\":\"" + "x".repeat(513) + "\",\"text\":\"id too long\"}",
                "{\"id\":\"2\",\"text\":7}",
                "{\"id\":\"3\",\"text\":\"t\",\"fields\":{\"year\":\"MCD\"}}",
                "{\"id\":\"4\",\"text\":\"t\",\"fields\":{\"unknown\":1}}",
                "{\"id\":\"5\",\"text\":\"good too\",\"vector\":[1,2,3]}",
                "{\"id\":\"6\",\"vector\":[1,2]}",
                "{\"id\":\"7\",\"text\":\"t\",\"nonsense\":1}",
                "{\"id\":\"8\",\"vector\":[NaN,1,2]}",
                "{\"id\":\"9\",\"text\":\"stops half w");
        SubmitResult result = submit("lines", NDJSON, lines);
        assertThat(result.accepted()).isEqualTo(2);
        assertThat(result.rejectedCount()).isEqualTo(10);
        assertThat(result.rejected().stream().map(rejected -> rejected.index() + " " + name(rejected)))
                .containsExactly(
                        "1 malformed-json null",
                        "2 missing-value id",
                        "3 too-large id",
                        "4 wrong-type text",
                        "5 wrong-type fields.year",
                        "6 undeclared-field fields.unknown",
                        "8 wrong-dimensions vector",
                        "9 unknown-property nonsense",
                        "10 malformed-json vector",
                        "11 malformed-json text");
        assertThat(result.rejected())
                .allSatisfy(rejected ->
                        assertThat(rejected.error().detail()).doesNotContain("java", "tools.jackson", "Source:", "`"));
        assertThat(result.aborted()).isNull();
        List<ConsumerRecord<byte[], byte[]>> written = read("lines", 3);
        assertThat(written.stream().map(record -> new String(record.key(), UTF_8)))
                .containsExactlyInAnyOrder("1", "5");
        assertThat(written).allSatisfy(record -> {
            assertThat(record.partition()).isEqualTo(DocumentPartitions.partition(record.key(), 3));
            assertThat(result.offsets().get(record.partition())).isGreaterThanOrEqualTo(record.offset());
        });
    }

    @Test
    void aDeletionByFilterIsARecordInEveryPartition() throws Exception {
        collection("matching", 3);
        MatchingDeletion deletion = new MatchingDeletion(Filter.eq(Map.of("year", 1450)), null);
        Map<Integer, Long> offsets =
                ingestion.deleteMatching("matching", deletion).block(LONG);
        ingestion.deleteMatching("matching", deletion).block(LONG);
        assertThat(offsets).isEqualTo(Map.of(0, 0L, 1, 0L, 2, 0L));
        List<ConsumerRecord<byte[], byte[]>> written = read("matching", 3);
        assertThat(written).hasSize(6).allSatisfy(record -> {
            assertThat(record.key()).matches(RecordKeys::isReserved);
            assertThat(EventHeaders.text(record.headers(), RecordHeaders.RECORD))
                    .isEqualTo(RecordHeaders.DELETE_MATCHING);
            assertThat(Json.mapper().readValue(record.value(), MatchingDeletion.class))
                    .isEqualTo(deletion);
        });
        assertThat(written.stream().map(record -> new String(record.key(), ISO_8859_1)))
                .as("a key for each deletion")
                .hasSize(6)
                .containsOnly(
                        new String(written.getFirst().key(), ISO_8859_1),
                        new String(
                                written.stream()
                                        .filter(record -> record.offset() == 1)
                                        .findFirst()
                                        .orElseThrow()
                                        .key(),
                                ISO_8859_1));
        assertThatThrownBy(() -> ingestion
                        .deleteMatching("matching", new MatchingDeletion(null, null))
                        .block(LONG))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void theHighestOffsetsAreGivenByShardTooWhereAVersionIsCutOtherwise() throws Exception {
        collection("cut", 2);
        registry.change("cut", before -> before.building(other(before.serving(), 3), Instant.now()))
                .get();
        SubmitResult result = submit(
                "cut",
                NDJSON,
                IntStream.range(0, 40)
                        .mapToObj(i -> "{\"id\":\"" + i + "\",\"text\":\"t\",\"expires_at\":\"2030-01-01T00:00:00Z\"}")
                        .collect(Collectors.joining("\n")));
        assertThat(result.accepted()).isEqualTo(40);
        Map<List<Integer>, Long> highest = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : read("cut", 2)) {
            int shard = DocumentPartitions.partition(record.key(), 3);
            highest.merge(List.of(shard, record.partition()), record.offset(), Math::max);
        }
        assertThat(highest).hasSize(6);
        assertThat(result.shardOffsets())
                .containsExactlyInAnyOrderElementsOf(highest.entrySet().stream()
                        .map(place -> new ShardOffset(
                                3, place.getKey().getFirst(), place.getKey().getLast(), place.getValue()))
                        .toList());
        SubmitResult refused =
                submit("cut", NDJSON, "{\"id\":\"1\",\"text\":\"t\",\"expires_at\":\"2030-01-01T00:00:00\"}");
        assertThat(refused.rejected().stream().map(SubmitTest::name)).containsExactly("invalid-value expires_at");
    }

    private static Collection other(Collection serving, int shards) {
        return new Collection(
                        serving.name(),
                        2,
                        serving.model(),
                        serving.dimensions(),
                        shards,
                        serving.fields(),
                        serving.chunking(),
                        serving.vectorFormat(),
                        serving.createdAt())
                .asVersion(2, serving.documentsPartitions());
    }

    private static String name(SubmitResult.Rejected rejected) {
        return rejected.error().type().replace("https://vicinal.io/problems/", "")
                + ' '
                + rejected.error().field();
    }

    @Test
    void tooLongATextIsRefusedAndItsNeighboursAreNot() throws Exception {
        collection("large", 1);
        SubmitResult result = submit(
                "large",
                JSON,
                "[{\"id\":\"0\",\"text\":\"" + "a ".repeat(5 << 20)
                        + "\"},{\"id\":\"1\",\"text\":\"b\"},{\"id\":\"2\",\"text\":\"" + "x".repeat(57 << 20)
                        + "\"},{\"id\":\"3\",\"text\":\"c\"}]");
        assertThat(result.accepted()).isEqualTo(2);
        assertThat(result.rejected().stream().map(rejected -> rejected.index() + " " + name(rejected)))
                .containsExactly("0 too-large text", "2 too-large null");
    }

    @Test
    void anArrayThatBreaksKeepsWhatCameBefore() throws Exception {
        collection("broken", 1);
        SubmitResult result = submit("broken", JSON, "[{\"id\":\"1\",\"text\":\"a\"},{\"id\":\"2\",");
        assertThat(result.accepted()).isEqualTo(1);
        assertThat(result.aborted()).matches(ProblemType.MALFORMED_JSON::is);
        assertThat(submit("broken", JSON, "{\"id\":\"3\",\"text\":\"one\"}").accepted())
                .isEqualTo(1);
        assertThat(read("broken", 1)).hasSize(2);
    }

    @Test
    void theLastOfManyWritesOfOneIdIsTheLastInTheLog() throws Exception {
        collection("order", 2);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            lines.append("{\"id\":\"")
                    .append(i % 7)
                    .append("\",\"text\":\"")
                    .append(i)
                    .append("\"}\n");
        }
        assertThat(submit("order", NDJSON, lines.toString()).accepted()).isEqualTo(5000);
        for (int id = 0; id < 7; id++) {
            String key = Integer.toString(id);
            List<Integer> texts = read("order", 2).stream()
                    .filter(record -> new String(record.key(), UTF_8).equals(key))
                    .map(record ->
                            Integer.valueOf(new String(record.value(), UTF_8).replaceAll(".*\"text\":\"|\"}", "")))
                    .toList();
            assertThat(texts).isSorted();
        }
    }

    @Test
    void aBodyIsReadNoFasterThanTheBrokerTakesIt() throws Exception {
        collection("stream", 1);
        String line = "{\"id\":\"1\",\"text\":\"" + "lorem ipsum ".repeat(5000) + "\"}\n";
        AtomicLong made = new AtomicLong();
        AtomicLong most = new AtomicLong();
        long before = heap();
        Flux<DataBuffer> body = Flux.generate(sink -> {
            if (made.incrementAndGet() % 500 == 0) {
                most.accumulateAndGet(heap(), Math::max);
            }
            if (made.get() > 5000) { // 300 MB
                sink.complete();
            } else {
                sink.next(buffer(line));
            }
        });
        assertThat(ingestion.submit("stream", NDJSON, body).block(LONG).accepted())
                .isEqualTo(5000);
        System.out.println("heap grew by " + (most.get() - before >> 20) + " MiB during a body of 300 MB");
        assertThat(most.get() - before).isLessThan(160 << 20);
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void manyRejectionsAreCountedAndTheFirstAreShown() throws Exception {
        collection("garbage", 1);
        SubmitResult result = submit("garbage", NDJSON, "garbage\n".repeat(3000));
        assertThat(result.rejectedCount()).isEqualTo(3000);
        assertThat(result.rejected().stream().map(SubmitResult.Rejected::index))
                .containsExactlyElementsOf(
                        IntStream.range(0, 1000).mapToObj(Long::valueOf).toList());
    }

    @Test
    void aDeletedDocumentIsATombstone() throws Exception {
        collection("deleted", 1);
        submit("deleted", JSON, "{\"id\":\"1\",\"text\":\"a\"}");
        assertThat(ingestion.delete("deleted", "1").block(LONG)).containsExactly(Map.entry(0, 1L));
        assertThat(read("deleted", 1).getLast().value()).isNull();
    }

    @Test
    void unknownCollectionsAndMediaTypesAreNamed() {
        assertThatThrownBy(() -> submit("nowhere", JSON, "[]"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem()).matches(ProblemType.UNKNOWN_COLLECTION::is))
                .hasMessageContaining("nowhere");
        assertThatThrownBy(() -> submit("nowhere", "text/plain", "x"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem()).matches(ProblemType.UNSUPPORTED_MEDIA_TYPE::is));
    }

    @Test
    void withTheBrokerGoneItSaysSoAndGoesOnWhenItIsBack() throws Exception {
        collection("outage", 1);
        submit("outage", JSON, "{\"id\":\"1\",\"text\":\"before\"}");
        broker.stop();
        try {
            assertThatThrownBy(() -> submit("outage", NDJSON, "{\"id\":\"2\",\"text\":\"lost\"}\n".repeat(20_000)))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem()).matches(ProblemType.BROKER_UNAVAILABLE::is));
        } finally {
            broker.restart();
        }
        long backAt = System.nanoTime();
        while (true) {
            try {
                assertThat(submit("outage", JSON, "{\"id\":\"3\",\"text\":\"after\"}")
                                .accepted())
                        .isEqualTo(1);
                break;
            } catch (ProblemException e) {
                assertThat(Duration.ofNanos(System.nanoTime() - backAt)).isLessThan(Duration.ofSeconds(20));
            }
        }
        collection("anew", 1);
        assertThat(submit("anew", JSON, "[{\"id\":\"1\",\"text\":\"a\"}]").accepted())
                .isEqualTo(1);
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(String collection, int partitions) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.consumer())) {
            List<TopicPartition> all = IntStream.range(0, partitions)
                    .mapToObj(partition -> new TopicPartition(Topics.documents(collection), partition))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }
}
