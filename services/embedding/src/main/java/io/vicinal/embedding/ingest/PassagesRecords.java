package io.vicinal.embedding.ingest;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.topic.RecordHeaders;
import io.vicinal.contracts.topic.RecordKeys;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.kafka.codec.DocumentPartitions;
import io.vicinal.kafka.codec.EventHeaders;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What a record of the documents topic becomes on a passages topic.
 *
 * <p>A document goes to the shard of its id, and names where it came from: the shard waits for that, and a deletion by filter
 * reaches the documents that stand before it in its own partition. Where it is the partition of the shard's number, as it is
 * wherever there are as many of both, the offset alone says so.
 */
final class PassagesRecords {
    private static final byte[] NO_KEY = new byte[0];
    private static final String SOURCE = "/vicinal/embedding";

    /** @param value an embedded document in JSON, or null for a tombstone */
    static List<ProducerRecord<byte[], byte[]>> of(
            ConsumerRecord<byte[], byte[]> origin, Collection collection, byte @Nullable [] value) {
        String type = value == null ? EventHeaders.DOCUMENT_DELETED : EventHeaders.DOCUMENT_EMBEDDED;
        int shard = home(origin, collection);
        return List.of(record(collection, shard, origin.key(), value, headers(origin, shard, type)));
    }

    /** Says that the documents partition has been worked through up to the record, to the shard that would have got it. */
    static ProducerRecord<byte[], byte[]> progress(ConsumerRecord<byte[], byte[]> origin, Collection collection) {
        return progress(origin, collection, home(origin, collection));
    }

    /** To every shard: a deletion deletes in all of them. */
    static List<ProducerRecord<byte[], byte[]>> deletion(ConsumerRecord<byte[], byte[]> origin, Collection collection) {
        return toEveryShard(collection, shard -> {
            Headers headers = headers(origin, shard, EventHeaders.MATCHING_DELETED);
            EventHeaders.add(headers, RecordHeaders.RECORD, RecordHeaders.DELETE_MATCHING);
            byte[] key = RecordKeys.from(origin.key(), origin.partition());
            return record(collection, shard, key, origin.value(), headers);
        });
    }

    /** As {@link #progress}, to all that would have got a deletion. */
    static List<ProducerRecord<byte[], byte[]>> progressEverywhere(
            ConsumerRecord<byte[], byte[]> origin, Collection collection) {
        return toEveryShard(collection, shard -> progress(origin, collection, shard));
    }

    private static ProducerRecord<byte[], byte[]> progress(
            ConsumerRecord<byte[], byte[]> origin, Collection collection, int shard) {
        byte[] key = RecordKeys.progress(origin.partition(), shard);
        return record(collection, shard, key, null, headers(origin, shard, EventHeaders.DOCUMENT_WORKED_THROUGH));
    }

    private static List<ProducerRecord<byte[], byte[]>> toEveryShard(
            Collection collection, IntFunction<ProducerRecord<byte[], byte[]>> record) {
        return IntStream.range(0, collection.shards()).mapToObj(record).toList();
    }

    private static int home(ConsumerRecord<byte[], byte[]> origin, Collection collection) {
        return DocumentPartitions.partition(origin.key() == null ? NO_KEY : origin.key(), collection.shards());
    }

    private static Headers headers(ConsumerRecord<byte[], byte[]> origin, int shard, String type) {
        Headers headers = EventHeaders.following(origin, type, SOURCE);
        EventHeaders.add(headers, RecordHeaders.SOURCE_OFFSET, origin.offset());
        if (origin.partition() != shard) {
            EventHeaders.add(headers, RecordHeaders.SOURCE_PARTITION, origin.partition());
        }
        return headers;
    }

    private static ProducerRecord<byte[], byte[]> record(
            Collection collection, int shard, byte[] key, byte @Nullable [] value, Headers headers) {
        return new ProducerRecord<>(Topics.passages(collection), shard, null, key, value, headers);
    }

    private PassagesRecords() {}
}
