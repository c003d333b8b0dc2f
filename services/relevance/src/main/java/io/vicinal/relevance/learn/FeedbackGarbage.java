package io.vicinal.relevance.learn;

import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.topic.Groups;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.deadletter.DeadLetters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Feedback that cannot be read, to the dead letters: in one transaction with the offset that says that it is there. */
final class FeedbackGarbage implements AutoCloseable {
    private final KafkaSettings settings;
    private final Consumer<byte[], byte[]> consumer;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    record Refused(ConsumerRecord<byte[], byte[]> record, Problem problem) {}

    FeedbackGarbage(KafkaSettings settings, Consumer<byte[], byte[]> consumer) {
        this.settings = settings;
        this.consumer = consumer;
    }

    void write(List<Refused> refused) {
        if (refused.isEmpty()) {
            return;
        }
        KafkaProducer<byte[], byte[]> open = producer();
        open.beginTransaction();
        refused.forEach(each -> open.send(DeadLetters.of(each.record(), each.problem())));
        open.sendOffsetsToTransaction(
                Map.of(
                        new TopicPartition(Topics.FEEDBACK, 0),
                        new OffsetAndMetadata(refused.getLast().record().offset() + 1)),
                consumer.groupMetadata());
        open.commitTransaction();
    }

    private KafkaProducer<byte[], byte[]> producer() {
        if (producer == null) {
            Map<String, Object> config = settings.producer();
            config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, Groups.LEARNING);
            producer = new KafkaProducer<>(config);
            producer.initTransactions();
        }
        return producer;
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(2));
        }
    }
}
