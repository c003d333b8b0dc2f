package io.vicinal.kafka;

import io.vicinal.contracts.document.DocumentLimits;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How every client of the log is set up. Keys and values are bytes; each call gives a new map, to be added to.
 *
 * @param nodeId names this process among its like: static membership, transactional ids
 * @param replicationFactor of topics we create; -1 is the broker's default
 * @param properties passed through to every client, over our own
 */
public record KafkaSettings(
        String bootstrapServers, String nodeId, short replicationFactor, Map<String, String> properties) {

    /** What a write may take in all, retries included, before it has failed. */
    public static final int DELIVERY_TIMEOUT_MS = 10_000;
    /** How long a call of the producer may block for metadata or memory. */
    public static final int MAX_BLOCK_MS = 5_000;

    private static final int REQUEST_TIMEOUT_MS = 5_000;
    /** Keys, headers and framing beside the largest value. */
    private static final int RECORD_OVERHEAD_BYTES = 1 << 20;

    public KafkaSettings {
        properties = Map.copyOf(properties);
    }

    /** Acknowledged by all in-sync replicas, in order, without doubles; records of up to 64 MiB. */
    public Map<String, Object> producer() {
        Map<String, Object> config = common();
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        // One document must not wait for company; under load batches fill while requests are in flight.
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, DocumentLimits.RECORD_BYTES + RECORD_OVERHEAD_BYTES);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, DocumentLimits.RECORD_BYTES + 8L * RECORD_OVERHEAD_BYTES);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        config.putAll(properties);
        return config;
    }

    /** A static member of a group; reads committed records, from the earliest where the group has no offset. */
    public Map<String, Object> consumer(String groupId) {
        Map<String, Object> config = consumer();
        config.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, nodeId);
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 500);
        config.putAll(properties);
        return config;
    }

    /** Without a group: partitions are assigned and positions kept by the caller. */
    public Map<String, Object> consumer() {
        Map<String, Object> config = common();
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // The first batch of a fetch comes whole even when it is larger, so that a 64 MiB record passes.
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 2 << 20);
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 15_000);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
        config.putAll(properties);
        return config;
    }

    public Map<String, Object> admin() {
        Map<String, Object> config = common();
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
        config.putAll(properties);
        return config;
    }

    private Map<String, Object> common() {
        Map<String, Object> config = new HashMap<>();
        config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        config.put(AdminClientConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 1_000);
        return config;
    }
}
