package io.vicinal.inference.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.CollectionVersions;
import io.vicinal.contracts.collection.OnIngest;
import io.vicinal.contracts.inference.ClassifiedDocument;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.contracts.topic.Groups;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.inference.InferenceService;
import io.vicinal.inference.Words;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.codec.DocumentPartitions;
import io.vicinal.kafka.group.GroupStart;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.kafka.registry.CollectionRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A collection that classifies on ingest: documents are written to its topic, and shown by its shards when the test says so. */
final class Written implements AutoCloseable {
    final Collection collection;
    final InferenceService service;
    private final KafkaProducer<byte[], byte[]> producer;

    /** A document on its topic. */
    record Place(String id, int partition, long offset) {}

    Written(InferenceService service, int shards) throws Exception {
        this.service = service;
        Collection made = service.collection(shards);
        Instant since = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        String topic = Topics.classified(made.name());
        this.collection = made.withOnIngest(new OnIngest(new OnIngest.Classify("label", topic, null, since)));
        CollectionTopics topics = service.bean(CollectionTopics.class);
        topics.create(collection).get(30, TimeUnit.SECONDS);
        topics.createOutput(topic, shards).get(30, TimeUnit.SECONDS);
        GroupStart.set(
                        topics.admin(),
                        Groups.onIngest(made.name(), since),
                        Topics.documents(made.name()),
                        shards,
                        GroupStart.From.BEGINNING)
                .get(30, TimeUnit.SECONDS);
        change(before -> before.withOnIngest(collection.onIngest()));
        this.producer = new KafkaProducer<>(service.bean(KafkaSettings.class).producer());
    }

    void change(UnaryOperator<CollectionVersions> change) throws Exception {
        service.bean(CollectionRegistry.class)
                .change(collection.name(), before -> change.apply(before))
                .get(30, TimeUnit.SECONDS);
    }

    /** Examples in the shards of a version, as if they had been there before. */
    void addBank(Collection version, int each) {
        service.addBank(version, each);
    }

    Place write(String id, String text, String... labels) throws Exception {
        Map<String, Object> document = new HashMap<>(Map.of("id", id, "text", text));
        if (labels.length > 0) {
            document.put("fields", Map.of("label", List.of(labels)));
        }
        return send(id, Json.mapper().writeValueAsBytes(document));
    }

    Place send(String id, byte @Nullable [] value) throws Exception {
        byte[] key = id.getBytes(UTF_8);
        int partition = DocumentPartitions.partition(key, collection.documentsPartitions());
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.documents(collection.name()), partition, key, value);
        record.headers().add("traceparent", "00-trace".getBytes(UTF_8));
        return new Place(
                id, partition, producer.send(record).get(30, TimeUnit.SECONDS).offset());
    }

    /** As its shard shows it from now on. */
    void show(Collection version, Place place, String text, String... labels) {
        show(version, place, Words.vector(text), labels);
    }

    void show(Collection version, Place place, float @Nullable [] vector, String... labels) {
        service.shards.apply(
                shard(version, place),
                place.partition(),
                place.offset(),
                place.id(),
                vector,
                labels.length == 0 ? Map.of() : Map.of("label", List.of((Object[]) labels)));
    }

    /** Nothing came of it. */
    void showNothing(Collection version, Place place) {
        service.shards.shows(shard(version, place), place.partition(), place.offset());
    }

    static ShardId shard(Collection version, Place place) {
        return new ShardId(
                version.name(), version.version(), DocumentPartitions.partition(place.id(), version.shards()));
    }

    Place writeAndShow(String id, String text, String... labels) throws Exception {
        Place place = write(id, text, labels);
        show(collection, place, text, labels);
        return place;
    }

    List<ConsumerRecord<byte[], byte[]>> out(int count) {
        return read(Topics.classified(collection.name()), collection.shards(), count);
    }

    /** So many at least within a while, and those that come in the moment after. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic, int partitions, int count) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(service.bean(KafkaSettings.class).consumer())) {
            List<TopicPartition> all = IntStream.range(0, partitions)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(25);
            while (records.size() < count && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            for (int i = 0; i < 4; i++) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            records.sort(Comparator.comparing(record -> new String(record.key(), UTF_8)));
            return records;
        }
    }

    static List<String> ids(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().map(record -> new String(record.key(), UTF_8)).toList();
    }

    static JsonNode json(ConsumerRecord<byte[], byte[]> record) {
        return Json.mapper().readTree(record.value());
    }

    /** What may be written, so that a test of it names the class. */
    static int mostBytes() {
        return ClassifiedDocument.MAX_BYTES;
    }

    @Override
    public void close() {
        producer.close();
    }
}
