package io.vicinal.embedding.ingest;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.topic.RecordHeaders;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.kafka.codec.DocumentPartitions;
import io.vicinal.kafka.codec.EventHeaders;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What a document record becomes on the passages topic.
 *
 * <p>A document always goes to the partition of its id. Where a user's own partitioner put the record elsewhere, its
 * offset says nothing about that partition, so the document goes without it, and a record of progress goes to the
 * partition that was read.
 */
final class PassagesRecords {
    private static final byte[] NO_KEY = new byte[0];
    private static final String SOURCE = "/vicinal/embedding";

    /** @param value an embedded document in JSON, or null for a tombstone */
    static List<ProducerRecord<byte[], byte[]>> of(
            ConsumerRecord<byte[], byte[]> origin, Collection collection, byte @Nullable [] value) {
        int partition = DocumentPartitions.partition(origin.key(), collection.shards());
        Headers headers = EventHeaders.following(
                origin, value == null ? EventHeaders.DOCUMENT_DELETED : EventHeaders.DOCUMENT_EMBEDDED, SOURCE);
        boolean atHome = partition == origin.partition();
        if (atHome) { // before the record is made: it copies its headers
            EventHeaders.add(headers, RecordHeaders.SOURCE_OFFSET, origin.offset());
        }
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.passages(collection), partition, null, origin.key(), value, headers);
        return atHome ? List.of(record) : List.of(record, progress(origin, collection));
    }

    /** Says that the documents partition has been worked through up to the record. */
    static ProducerRecord<byte[], byte[]> progress(ConsumerRecord<byte[], byte[]> origin, Collection collection) {
        Headers headers = EventHeaders.following(origin, EventHeaders.DOCUMENT_WORKED_THROUGH, SOURCE);
        EventHeaders.add(headers, RecordHeaders.SOURCE_OFFSET, origin.offset());
        return new ProducerRecord<>(Topics.passages(collection), origin.partition(), null, NO_KEY, null, headers);
    }

    private PassagesRecords() {}
}
