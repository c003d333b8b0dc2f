package io.vicinal.kafka.stage;

import io.vicinal.contracts.document.DocumentLimits;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sizes of what is to be written. */
final class Outputs {

    /** Whether the producer and our topics take it; one that they refuse would fail its transaction for ever. */
    static boolean fits(ProducerRecord<byte[], byte[]> output) {
        long bytes = 0;
        if (output.key() != null) {
            bytes += output.key().length;
        }
        if (output.value() != null) {
            bytes += output.value().length;
        }
        return bytes <= DocumentLimits.RECORD_BYTES;
    }

    private Outputs() {}
}
