package io.vicinal.inference.ingest;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.OnIngest.Classify;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.inference.ClassifiedDocument;
import io.vicinal.contracts.inference.ClassifyResult.Classified;
import io.vicinal.contracts.json.Json;
import io.vicinal.kafka.codec.EventHeaders;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A classified document as a record of the output topic. */
final class ClassifiedRecords {
    private static final String SOURCE = "/vicinal/inference";

    /** @throws io.vicinal.contracts.error.ProblemException too large, where its labels are */
    static ProducerRecord<byte[], byte[]> of(
            NewDocument document, Collection collection, Classify setting, Classified result) {
        byte[] value = Json.mapper()
                .writeValueAsBytes(new ClassifiedDocument(
                        collection.name(), collection.version(), document.id(), setting.labelField(), result));
        if (value.length > ClassifiedDocument.MAX_BYTES) {
            throw ProblemType.TOO_LARGE.exception(
                    setting.labelField(),
                    "The distribution and evidence of the document take %,d bytes, and may take %,d: the labels are too long."
                            .formatted(value.length, ClassifiedDocument.MAX_BYTES));
        }
        return new ProducerRecord<>(
                setting.outputTopic(),
                null,
                document.record().key(),
                value,
                EventHeaders.following(document.record(), EventHeaders.DOCUMENT_CLASSIFIED, SOURCE));
    }

    private ClassifiedRecords() {}
}
