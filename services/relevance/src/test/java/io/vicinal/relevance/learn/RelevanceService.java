package io.vicinal.relevance.learn;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.relevance.Feedback;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.relevance.RelevanceApplication;
import io.vicinal.relevance.judge.RelevanceController;
import io.vicinal.service.VicinalService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The relevance service as it runs, with a real broker. */
final class RelevanceService implements AutoCloseable {
    private final ConfigurableApplicationContext context;
    private final KafkaProducer<byte[], byte[]> producer;

    RelevanceService(String bootstrapServers, String... properties) {
        context = new SpringApplicationBuilder(RelevanceApplication.class)
                .properties(VicinalService.DEFAULTS)
                .properties(
                        "server.port=0",
                        "logging.structured.format.console=",
                        "vicinal.relevance.learn-interval=200ms",
                        "vicinal.kafka.bootstrap-servers=" + bootstrapServers)
                .properties(properties)
                .run();
        context.getBean(CollectionRegistry.class).awaitLoaded(Duration.ofSeconds(30));
        producer = new KafkaProducer<>(bean(KafkaSettings.class).producer());
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    RelevanceController api() {
        return bean(RelevanceController.class);
    }

    Counts counts() {
        return bean(Learning.class).counts();
    }

    Collection register(Collection collection) throws Exception {
        bean(CollectionTopics.class).createFixed().get(30, TimeUnit.SECONDS);
        bean(CollectionRegistry.class).put(collection).get(30, TimeUnit.SECONDS);
        return collection;
    }

    void send(String topic, String key, Object value) throws Exception {
        byte[] bytes =
                value instanceof String text ? text.getBytes() : Json.mapper().writeValueAsBytes(value);
        send(List.of(new ProducerRecord<>(topic, key.getBytes(), bytes)));
    }

    /** In one go, so that little is learned before all of it is there. */
    void send(Feedback... events) throws Exception {
        send(Stream.of(events)
                .map(event -> new ProducerRecord<>(
                        Topics.FEEDBACK,
                        event.queryId().getBytes(),
                        Json.mapper().writeValueAsBytes(event)))
                .toList());
    }

    private void send(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
        List<Future<?>> sent = new ArrayList<>();
        records.forEach(record -> sent.add(producer.send(record)));
        for (Future<?> each : sent) {
            each.get(30, TimeUnit.SECONDS);
        }
    }

    /** All that is on a topic of one partition. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(bean(KafkaSettings.class).consumer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(read::add);
            }
        }
        return read;
    }

    List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        return read(Topics.DEAD_LETTERS);
    }

    @Override
    public void close() {
        producer.close();
        context.close();
    }
}
