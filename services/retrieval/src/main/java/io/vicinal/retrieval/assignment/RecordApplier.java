package io.vicinal.retrieval.assignment;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.Timer;
import io.vicinal.contracts.document.MatchingDeletion;
import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.error.JsonProblems;
import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.topic.RecordHeaders;
import io.vicinal.contracts.topic.RecordKeys;
import io.vicinal.kafka.LogWriter;
import io.vicinal.kafka.codec.EventHeaders;
import io.vicinal.kafka.deadletter.DeadLetters;
import io.vicinal.retrieval.shard.Shard;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * One record of a passages topic into its shard: an embedded document replaces, a tombstone deletes, a record with an
 * empty key says only how far its documents partition has been worked through, a deletion by filter deletes what it matches. What cannot be applied goes to dead
 * letters, and the shard goes on.
 */
final class RecordApplier {
    private static final Logger log = LoggerFactory.getLogger(RecordApplier.class);

    private final LogWriter deadLetters;
    private final ShardMeters meters;

    RecordApplier(LogWriter deadLetters, ShardMeters meters) {
        this.deadLetters = deadLetters;
        this.meters = meters;
    }

    /**
     * @throws IOException where the shard cannot be written; the record is not applied
     * @throws ProblemException broker unavailable, where a dead letter could not be written; the record is not applied
     */
    void apply(ConsumerRecord<byte[], byte[]> record, Shard shard) throws IOException {
        Timer.Sample sample = meters.start();
        String outcome = "failed";
        try {
            outcome = put(record, shard);
        } catch (JacksonException e) {
            outcome = "refused";
            refuse(record, shard, JsonProblems.of(e));
        } catch (ProblemException e) {
            outcome = "refused";
            refuse(record, shard, e.problem());
        } catch (RuntimeException e) {
            if (!shard.isWritable()) {
                throw e;
            }
            outcome = "refused";
            log.atError().setCause(e).addKeyValue("shard", shard.id()).log("a record broke its indexing");
            refuse(record, shard, ProblemType.INTERNAL.of(null, "The record could not be indexed: " + e.getMessage()));
        } finally {
            meters.applied(sample, outcome);
        }
        shard.logHas(Instant.ofEpochMilli(record.timestamp()));
        shard.advance(record.offset(), documentsPartition(record), documentsOffset(record));
    }

    /** That the record came from; -1 where it does not say. */
    private static long documentsOffset(ConsumerRecord<byte[], byte[]> record) {
        return EventHeaders.number(record.headers(), RecordHeaders.SOURCE_OFFSET)
                .orElse(-1);
    }

    /** That the record came from; of the same number where it does not say. */
    private static int documentsPartition(ConsumerRecord<byte[], byte[]> record) {
        long partition = EventHeaders.number(record.headers(), RecordHeaders.SOURCE_PARTITION)
                .orElse(record.partition());
        return Math.toIntExact(Math.clamp(partition, 0, Integer.MAX_VALUE));
    }

    private static String put(ConsumerRecord<byte[], byte[]> record, Shard shard) throws IOException {
        byte[] key = record.key();
        byte[] value = record.value();
        if (key == null) {
            throw ProblemType.MISSING_VALUE.exception("key", "a record's key is its document's id");
        }
        if (RecordKeys.isReserved(key) && value != null) {
            shard.deleteMatching(deletion(record), documentsPartition(record));
            return "deleted_matching";
        }
        if (value == null) {
            if (key.length == 0 || RecordKeys.isReserved(key)) {
                return "progress";
            }
            shard.delete(new String(key, UTF_8));
            return "deleted";
        }
        EmbeddedDocument document = Json.mapper().readValue(value, EmbeddedDocument.class);
        String id = new String(key, UTF_8);
        if (document == null || !id.equals(document.id())) {
            throw ProblemType.INVALID_VALUE.exception("id", "a record's key is its document's id");
        }
        shard.put(document, documentsPartition(record), documentsOffset(record));
        return "indexed";
    }

    private static MatchingDeletion deletion(ConsumerRecord<byte[], byte[]> record) {
        if (!RecordHeaders.DELETE_MATCHING.equals(EventHeaders.text(record.headers(), RecordHeaders.RECORD))) {
            throw ProblemType.INVALID_VALUE.exception(
                    RecordHeaders.RECORD, "the header " + RecordHeaders.RECORD + " does not say what the record is");
        }
        MatchingDeletion deletion = Json.mapper().readValue(record.value(), MatchingDeletion.class);
        if (deletion == null) {
            throw ProblemType.MISSING_VALUE.exception("filter", "a deletion has a filter");
        }
        return deletion;
    }

    /** Returns once the dead letter is written; one that the log does not take is in our own log, and that is all. */
    private void refuse(ConsumerRecord<byte[], byte[]> record, Shard shard, Problem problem) {
        log.atWarn()
                .addKeyValue("shard", shard.id())
                .addKeyValue("offset", record.offset())
                .addKeyValue("type", problem.type())
                .addKeyValue("reason", problem.detail())
                .log("record refused");
        try {
            deadLetters.write(DeadLetters.of(record, problem)).join();
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof ProblemException failure) || !ProblemType.TOO_LARGE.is(failure.problem())) {
                throw ProblemType.BROKER_UNAVAILABLE.exception(null, "A dead letter could not be written.");
            }
            log.atError()
                    .addKeyValue("shard", shard.id())
                    .addKeyValue("offset", record.offset())
                    .log("the refused record is too large for dead letters");
        }
    }
}
