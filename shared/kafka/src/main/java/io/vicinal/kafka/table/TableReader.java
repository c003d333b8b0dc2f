package io.vicinal.kafka.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vicinal.contracts.json.Json;
import io.vicinal.kafka.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** One reading of a topic from its start. Not thread-safe. */
final class TableReader<V> {
    private static final Logger log = LoggerFactory.getLogger(TableReader.class);
    private static final Duration LOAD_AT_MOST = Duration.ofSeconds(30);

    private final TableTopic<V> topic;
    private final TopicPartition partition;
    private final Consumer<byte[], byte[]> consumer;
    private final Map<String, V> rows = new HashMap<>();
    private boolean changed;
    private long passedOver;

    TableReader(TableTopic<V> topic, Consumer<byte[], byte[]> consumer) {
        this.topic = topic;
        this.partition = new TopicPartition(topic.name(), 0);
        this.consumer = consumer;
    }

    static Map<String, Object> config(KafkaSettings settings) {
        Map<String, Object> config = settings.consumer();
        // A topic that lost our position was made anew: fail, and read it all again.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return config;
    }

    /** Reads to what is the end now. */
    void load() {
        long giveUpAt = System.nanoTime() + LOAD_AT_MOST.toNanos();
        if (consumer.partitionsFor(topic.name(), Duration.ofSeconds(5)).isEmpty()) {
            throw new TimeoutException("the topic " + topic.name() + " is not there yet");
        }
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end =
                consumer.endOffsets(List.of(partition), Duration.ofSeconds(5)).getOrDefault(partition, 0L);
        while (position() < end) {
            if (System.nanoTime() > giveUpAt) {
                throw new TimeoutException("the end of " + topic.name() + " was not reached");
            }
            poll();
        }
    }

    /** @return whether a row came, changed or went, or a record had to be passed over */
    boolean poll() {
        changed = false;
        consumer.poll(Duration.ofMillis(250)).forEach(this::apply);
        return changed;
    }

    long position() {
        return consumer.position(partition, Duration.ofSeconds(5));
    }

    /** By key. */
    Map<String, V> rows() {
        return Map.copyOf(rows);
    }

    /** Records that are no row. */
    long passedOver() {
        return passedOver;
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            passOver(record, "it has no key");
            return;
        }
        String key = new String(record.key(), UTF_8);
        if (record.value() == null) {
            changed |= rows.remove(key) != null;
            return;
        }
        try {
            V row = Json.mapper().readValue(record.value(), topic.type());
            if (row != null && topic.isWhole().test(key, row)) {
                changed |= !row.equals(rows.put(key, row));
            } else {
                passOver(record, "it does not belong under its key, or a part is missing");
            }
        } catch (JacksonException e) {
            passOver(record, e.getOriginalMessage());
        }
    }

    private void passOver(ConsumerRecord<byte[], byte[]> record, String reason) {
        passedOver++;
        changed = true;
        log.atWarn()
                .addKeyValue("topic", topic.name())
                .addKeyValue("offset", record.offset())
                .addKeyValue("reason", reason)
                .log("record that cannot be read passed over");
    }
}
