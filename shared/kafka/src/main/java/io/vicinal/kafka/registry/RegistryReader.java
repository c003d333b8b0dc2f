package io.vicinal.kafka.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vicinal.contracts.collection.CollectionVersions;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.topic.Topics;
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

/** One reading of the registry's topic from its start. Not thread-safe. */
final class RegistryReader {
    private static final Logger log = LoggerFactory.getLogger(RegistryReader.class);
    private static final TopicPartition TOPIC = new TopicPartition(Topics.COLLECTIONS, 0);
    private static final Duration LOAD_AT_MOST = Duration.ofSeconds(30);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<String, CollectionVersions> collections = new HashMap<>();
    private boolean changed;

    RegistryReader(Consumer<byte[], byte[]> consumer) {
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
        if (consumer.partitionsFor(TOPIC.topic(), Duration.ofSeconds(5)).isEmpty()) {
            throw new TimeoutException("the topic " + TOPIC.topic() + " is not there yet");
        }
        consumer.assign(List.of(TOPIC));
        consumer.seekToBeginning(List.of(TOPIC));
        long end = consumer.endOffsets(List.of(TOPIC), Duration.ofSeconds(5)).getOrDefault(TOPIC, 0L);
        while (position() < end) {
            if (System.nanoTime() > giveUpAt) {
                throw new TimeoutException("the end of " + TOPIC.topic() + " was not reached");
            }
            poll();
        }
    }

    /** @return whether a collection came, changed or went */
    boolean poll() {
        changed = false;
        consumer.poll(Duration.ofMillis(250)).forEach(this::apply);
        return changed;
    }

    long position() {
        return consumer.position(TOPIC, Duration.ofSeconds(5));
    }

    Map<String, CollectionVersions> collections() {
        return Map.copyOf(collections);
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            log.atWarn().addKeyValue("offset", record.offset()).log("collection without a name passed over");
            return;
        }
        String name = new String(record.key(), UTF_8);
        if (record.value() == null) {
            changed |= collections.remove(name) != null;
            return;
        }
        try {
            CollectionVersions collection = Json.mapper().readValue(record.value(), CollectionVersions.class);
            changed |= !collection.equals(collections.put(name, collection));
        } catch (JacksonException e) {
            log.atWarn()
                    .addKeyValue("collection", name)
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("reason", e.getOriginalMessage())
                    .log("collection that cannot be read passed over");
        }
    }
}
