package io.vicinal.kafka.deadletter;

import io.vicinal.contracts.document.DocumentLimits;
import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.topic.RecordHeaders;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.kafka.codec.EventHeaders;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** What goes to {@code vicinal.dead-letters}. */
public final class DeadLetters {
    private static final int DETAIL_SHOWN = 1000;

    /** The record with its key, value and headers as they were, and headers that say where it was and what is wrong. */
    public static ProducerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> record, Problem problem) {
        Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders(
                record.headers().toArray());
        EventHeaders.add(headers, RecordHeaders.ERROR_TOPIC, record.topic());
        EventHeaders.add(headers, RecordHeaders.ERROR_PARTITION, record.partition());
        EventHeaders.add(headers, RecordHeaders.ERROR_OFFSET, record.offset());
        EventHeaders.add(headers, RecordHeaders.ERROR_TYPE, problem.type());
        if (size(record) <= DocumentLimits.RECORD_BYTES) {
            EventHeaders.add(headers, RecordHeaders.ERROR_DETAIL, shown(problem.detail()));
            return new ProducerRecord<>(Topics.DEAD_LETTERS, null, record.key(), record.value(), headers);
        }
        // Compression brought it past the topic's limit; it stays where it is, and is pointed at.
        EventHeaders.add(
                headers,
                RecordHeaders.ERROR_DETAIL,
                shown(problem.detail()) + " The value is too large to be repeated here.");
        return new ProducerRecord<>(Topics.DEAD_LETTERS, null, record.key(), null, headers);
    }

    private static long size(ConsumerRecord<byte[], byte[]> record) {
        return (long) Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }

    private static String shown(String detail) {
        return detail.length() <= DETAIL_SHOWN ? detail : detail.substring(0, DETAIL_SHOWN) + '…';
    }

    private DeadLetters() {}
}
