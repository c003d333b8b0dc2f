package io.vicinal.retrieval.assignment;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.topic.RecordHeaders;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.LogWriter;
import io.vicinal.kafka.codec.EventHeaders;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.retrieval.query.RetrievalController;
import io.vicinal.retrieval.query.SearchThreads;
import io.vicinal.retrieval.recall.RecallMonitor;
import io.vicinal.retrieval.shard.ShardFolders;
import io.vicinal.retrieval.shard.ShardSettings;
import io.vicinal.retrieval.shard.Shards;
import io.vicinal.retrieval.snapshot.S3Properties;
import io.vicinal.retrieval.snapshot.SnapshotProperties;
import io.vicinal.retrieval.snapshot.Snapshots;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.util.unit.DataSize;

/** A retrieval node as the auto-configuration puts it together, against a broker. */
final class RetrievalNode implements AutoCloseable {
    final KafkaSettings kafka;
    final LogWriter writer;
    final CollectionTopics topics;
    final CollectionRegistry registry;
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final Shards shards = new Shards();
    final SearchThreads threads = new SearchThreads(2, 16, metrics);
    final RecallMonitor recall = new RecallMonitor(shards, threads::isIdle, 0.05, metrics);
    final Snapshots snapshots;
    final RetrievalController api;
    private final ShardAssignment assignment;

    RetrievalNode(String bootstrapServers, String nodeId, String replicaSet, Path data) throws Exception {
        this(bootstrapServers, nodeId, replicaSet, data, null, 0);
    }

    /** @param kept folder of snapshots, taken when a test says so, or null for none */
    RetrievalNode(String bootstrapServers, String nodeId, String replicaSet, Path data, Path kept, long freeBytes)
            throws Exception {
        kafka = new KafkaSettings(bootstrapServers, nodeId, (short) -1, Map.of("session.timeout.ms", "6000"));
        writer = new LogWriter(kafka);
        topics = new CollectionTopics(kafka);
        topics.createFixed().get();
        registry = new CollectionRegistry(kafka);
        SnapshotProperties settings = new SnapshotProperties(
                kept == null ? null : kept.toString(), Duration.ZERO, 3, Duration.ofHours(1), DataSize.ofGigabytes(1));
        snapshots = new Snapshots(settings, new S3Properties(null, null, false), nodeId, shards, metrics);
        api = new RetrievalController(shards, recall, threads, snapshots, metrics);
        assignment = new ShardAssignment(
                new AssignmentSettings(replicaSet, nodeId + ":8080", Duration.ofSeconds(1)),
                new ShardSettings(Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofSeconds(30), freeBytes),
                new ShardFolders(data),
                snapshots,
                shards,
                kafka,
                registry,
                topics,
                writer,
                metrics);
    }

    void create(Collection collection) throws Exception {
        topics.create(collection).get();
        registry.awaitLoaded(Duration.ofSeconds(10));
        registry.put(collection).get();
    }

    /** As the embedding stage writes: in one transaction, each record with the offset it came of. */
    void write(Collection collection, int partition, long firstSource, Map<String, ?> documents) {
        Map<String, Object> config = new HashMap<>(kafka.producer());
        config.put("transactional.id", collection.name() + "-" + partition);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config)) {
            producer.initTransactions();
            producer.beginTransaction();
            long source = firstSource;
            for (Map.Entry<String, ?> document : documents.entrySet()) {
                byte[] value = document.getValue() instanceof byte[] raw
                        ? raw
                        : document.getValue() == Tombstone.IT
                                ? null
                                : Json.mapper().writeValueAsBytes(document.getValue());
                ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                        Topics.passages(collection),
                        partition,
                        document.getKey().getBytes(UTF_8),
                        value);
                EventHeaders.add(record.headers(), RecordHeaders.SOURCE_OFFSET, source++);
                producer.send(record);
            }
            producer.commitTransaction();
        }
    }

    /** A value that is none. */
    enum Tombstone {
        IT
    }

    @Override
    public void close() {
        assignment.close();
        snapshots.close();
        registry.close();
        topics.close();
        writer.close();
        threads.close();
    }
}
