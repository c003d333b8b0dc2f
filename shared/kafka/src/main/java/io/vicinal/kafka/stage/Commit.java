package io.vicinal.kafka.stage;

import io.vicinal.kafka.KafkaSettings;
import io.vicinal.kafka.deadletter.DeadLetters;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes outputs and offsets in one transaction. Used by the stage's thread alone. */
final class Commit implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Commit.class);
    private static final int TRANSACTION_TIMEOUT_MS = 30_000;
    /** A rebalance is over by then, or something else is wrong. */
    private static final int REFUSALS_BORNE = 50;

    private final KafkaProducer<byte[], byte[]> producer;
    private int refusals;

    /** Aborts what a dead predecessor of the same transactional id left open. */
    Commit(KafkaSettings kafka, String transactionalId) {
        Map<String, Object> config = kafka.producer();
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
        this.producer = new KafkaProducer<>(config);
        try {
            producer.initTransactions();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * @return false where the group is rebalancing and nothing was written: try again after a poll
     * @throws org.apache.kafka.common.KafkaException nothing was written or it is not known; begin anew from the group's
     *     offsets
     */
    boolean write(List<InFlight> completed, ConsumerGroupMetadata group) {
        producer.beginTransaction();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (InFlight entry : completed) {
            InFlight.Outcome outcome = Objects.requireNonNull(entry.poll());
            outcome.outputs().forEach(producer::send);
            if (outcome.refusal() != null) {
                producer.send(DeadLetters.of(entry.record(), outcome.refusal()));
                log.atWarn()
                        .addKeyValue("topic", entry.record().topic())
                        .addKeyValue("partition", entry.record().partition())
                        .addKeyValue("offset", entry.record().offset())
                        .addKeyValue("problem", outcome.refusal().type())
                        .addKeyValue("field", outcome.refusal().field())
                        .log("record goes to the dead letters");
            }
            offsets.put(
                    new TopicPartition(entry.record().topic(), entry.record().partition()),
                    new OffsetAndMetadata(
                            entry.record().offset() + 1, entry.record().leaderEpoch(), ""));
        }
        try {
            producer.sendOffsetsToTransaction(offsets, group);
            producer.commitTransaction();
            refusals = 0;
            return true;
        } catch (CommitFailedException e) {
            producer.abortTransaction();
            if (++refusals > REFUSALS_BORNE) {
                throw e;
            }
            return false;
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
