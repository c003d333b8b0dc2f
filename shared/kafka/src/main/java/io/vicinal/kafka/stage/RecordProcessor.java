package io.vicinal.kafka.stage;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What a stage does with each record. */
public interface RecordProcessor {

    /**
     * Called on the stage's thread, in order of offset in a partition: must not block. The outputs are written, in this
     * order, once all earlier records of the partition are done.
     *
     * @return the outputs. Failing with {@code ProblemException} sends the record to the dead letters; any other failure is
     *     tried again a few times first. Cancelled when the partition goes to another node
     */
    CompletableFuture<List<ProducerRecord<byte[], byte[]>>> process(ConsumerRecord<byte[], byte[]> record);

    /** What to write, beside the dead letter, for a record that was refused. */
    default List<ProducerRecord<byte[], byte[]>> refused(ConsumerRecord<byte[], byte[]> record) {
        return List.of();
    }
}
