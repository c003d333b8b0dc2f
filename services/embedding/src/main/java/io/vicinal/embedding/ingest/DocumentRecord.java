package io.vicinal.embedding.ingest;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.document.Document;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.kafka.document.DocumentParser;
import io.vicinal.kafka.document.DocumentRules;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of a documents topic that keeps the rules, whoever wrote it.
 *
 * @param id the record's key, and the document's id
 * @param document null for a tombstone
 */
record DocumentRecord(String id, @Nullable Document document) {

    /** @throws ProblemException naming the rule that is broken */
    static DocumentRecord read(ConsumerRecord<byte[], byte[]> record, Collection collection) {
        String id = id(record.key());
        if (record.value() == null) {
            return new DocumentRecord(id, null);
        }
        Document document = DocumentParser.parse(record.value());
        DocumentRules.check(document, collection).ifPresent(problem -> {
            throw problem.exception();
        });
        if (!id.equals(document.id())) {
            throw ProblemType.INVALID_VALUE.exception(
                    "id", "The record's key and the document's \"id\" are to be the same, and are not.");
        }
        return new DocumentRecord(id, document);
    }

    private static String id(byte @Nullable [] key) {
        if (key == null || key.length == 0) {
            throw ProblemType.MISSING_VALUE.exception(
                    "key", "A document's record needs the document's id as its key, and has none.");
        }
        String id = utf8(key);
        DocumentRules.checkId(id).ifPresent(problem -> {
            throw problem.exception();
        });
        return id;
    }

    private static String utf8(byte[] key) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
        } catch (CharacterCodingException _) {
            throw ProblemType.INVALID_VALUE.exception("key", "The record's key is not UTF-8.");
        }
    }
}
