package io.vicinal.embedding.ingest;

import io.vicinal.contracts.document.DocumentLimits;
import io.vicinal.contracts.document.MatchingDeletion;
import io.vicinal.contracts.error.JsonProblems;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.topic.RecordHeaders;
import io.vicinal.contracts.topic.RecordKeys;
import io.vicinal.kafka.codec.EventHeaders;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** A record of a documents topic that deletes what matches a filter, whoever wrote it. */
final class DeletionRecord {

    /** Whether it is meant as one: what is no document says so in a header, and has a key that no document has. */
    static boolean isOne(ConsumerRecord<byte[], byte[]> record) {
        return record.headers().lastHeader(RecordHeaders.RECORD) != null || RecordKeys.isReserved(record.key());
    }

    /**
     * Whether there is something to delete; a record without a value only makes compaction drop an earlier one.
     *
     * @throws ProblemException naming the rule that is broken
     */
    static boolean check(ConsumerRecord<byte[], byte[]> record) {
        String kind = EventHeaders.text(record.headers(), RecordHeaders.RECORD);
        if (!RecordHeaders.DELETE_MATCHING.equals(kind)) {
            throw ProblemType.INVALID_VALUE.exception(
                    RecordHeaders.RECORD,
                    "The header %s of a record whose key is no document's id is \"%s\", and not \"%s\"."
                            .formatted(RecordHeaders.RECORD, RecordHeaders.DELETE_MATCHING, kind));
        }
        if (!RecordKeys.isReserved(record.key()) || record.key().length > DocumentLimits.ID_BYTES) {
            throw ProblemType.INVALID_VALUE.exception(
                    "key",
                    "The key of a deletion is the byte 0xff and something unique after it, at most %d bytes in all."
                            .formatted(DocumentLimits.ID_BYTES));
        }
        if (record.value() == null) {
            return false;
        }
        MatchingDeletion deletion = parse(record.value());
        if (deletion == null || deletion.namesNothing()) {
            throw ProblemType.MISSING_VALUE.exception(
                    "filter", "A deletion needs a \"filter\", or \"all\": true to delete every document.");
        }
        if (deletion.everything() && deletion.filter() != null) {
            throw ProblemType.INVALID_VALUE.exception("all", "A deletion has a \"filter\" or \"all\": true, not both.");
        }
        return true;
    }

    private static @Nullable MatchingDeletion parse(byte[] json) {
        try {
            return Json.mapper().readValue(json, MatchingDeletion.class);
        } catch (JacksonException e) {
            throw JsonProblems.of(e).exception();
        }
    }

    private DeletionRecord() {}
}
