package io.vicinal.relevance.published;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.relevance.RelevanceModels;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** One reading of the models' topic from its start. Not thread-safe. */
final class ModelsReader {
    static final TopicPartition TOPIC = new TopicPartition(Topics.RELEVANCE_MODELS, 0);
    private static final Logger log = LoggerFactory.getLogger(ModelsReader.class);
    private static final Duration LOAD_AT_MOST = Duration.ofSeconds(30);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<String, RelevanceModels> models = new HashMap<>();
    private long garbage;

    ModelsReader(Consumer<byte[], byte[]> consumer) {
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
        while (consumer.position(TOPIC, Duration.ofSeconds(5)) < end) {
            if (System.nanoTime() > giveUpAt) {
                throw new TimeoutException("the end of " + TOPIC.topic() + " was not reached");
            }
            poll();
        }
    }

    /** @return whether there was anything */
    boolean poll() {
        var records = consumer.poll(Duration.ofMillis(250));
        records.forEach(this::apply);
        return !records.isEmpty();
    }

    /** By collection. */
    Map<String, RelevanceModels> models() {
        return Map.copyOf(models);
    }

    /** Records that were passed over. */
    long garbage() {
        return garbage;
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            return;
        }
        String collection = new String(record.key(), UTF_8);
        if (record.value() == null) {
            models.remove(collection);
            return;
        }
        try {
            RelevanceModels read = Json.mapper().readValue(record.value(), RelevanceModels.class);
            if (isWhole(read) && collection.equals(read.collection())) {
                models.put(collection, read);
                return;
            }
            passedOver(record, "it is not of the collection in its key, or a part is missing");
        } catch (JacksonException e) {
            passedOver(record, e.getOriginalMessage());
        }
    }

    private static boolean isWhole(@Nullable RelevanceModels read) {
        return read != null
                && read.createdAt() != null
                && read.models() != null
                && read.models().stream()
                        .allMatch(model -> model != null
                                && model.report() != null
                                && model.report().model() != null);
    }

    private void passedOver(ConsumerRecord<byte[], byte[]> record, String reason) {
        garbage++;
        log.atWarn()
                .addKeyValue("offset", record.offset())
                .addKeyValue("reason", reason)
                .log("relevance models that cannot be read passed over");
    }
}
