package io.vicinal.inference.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.Timer;
import io.vicinal.contracts.document.Document;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.topic.RecordHeaders;
import io.vicinal.contracts.topic.RecordKeys;
import io.vicinal.inference.ingest.IngestMetrics.Outcome;
import io.vicinal.kafka.document.DocumentParser;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A record of the documents topic in work, until it is known what comes out. Not thread-safe but for {@link #isOver}. */
final class NewDocument {
    private final ConsumerRecord<byte[], byte[]> record;
    private final CompletableFuture<List<ProducerRecord<byte[], byte[]>>> outputs = new CompletableFuture<>();
    private final IngestMetrics metrics;
    private final Timer.Sample sample;
    private @Nullable Map<String, Object> fields;

    NewDocument(ConsumerRecord<byte[], byte[]> record, IngestMetrics metrics) {
        this.record = record;
        this.metrics = metrics;
        this.sample = metrics.start();
    }

    /** Whether a record deletes: by its id, or by a filter. What is no document has a key that no document has, or a header. */
    static boolean isDeletion(ConsumerRecord<byte[], byte[]> record) {
        return record.value() == null
                || RecordKeys.isReserved(record.key())
                || record.headers().lastHeader(RecordHeaders.RECORD) != null;
    }

    ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    CompletableFuture<List<ProducerRecord<byte[], byte[]>>> outputs() {
        return outputs;
    }

    String id() {
        return new String(record.key(), UTF_8);
    }

    /** Whether it has a value of a field. */
    boolean has(String field) {
        Object value = Objects.requireNonNull(fields).get(field);
        return value instanceof List<?> values ? !values.isEmpty() : value != null;
    }

    /** False for what is no document: who embeds it has refused it, and said so in the dead letters. */
    boolean isReadable() {
        if (fields != null) {
            return true;
        }
        if (record.key() == null || record.key().length == 0) {
            return false;
        }
        try {
            Document document = DocumentParser.parse(record.value());
            fields = Objects.requireNonNullElse(document.fields(), Map.of());
            return true;
        } catch (ProblemException _) {
            return false;
        }
    }

    /** Decided, or given up: another node does it now. */
    boolean isOver() {
        return outputs.isDone();
    }

    /** It does not come out. */
    void passOver(Outcome outcome) {
        if (outputs.complete(List.of())) {
            metrics.done(sample, outcome);
        }
    }

    void comesOut(ProducerRecord<byte[], byte[]> output, Outcome outcome) {
        if (outputs.complete(List.of(output))) {
            metrics.done(sample, outcome);
        }
    }

    void fails(Throwable reason) {
        if (outputs.completeExceptionally(reason)) {
            metrics.done(sample, Outcome.FAILED);
        }
    }
}
