package io.vicinal.kafka.document;

import io.vicinal.contracts.document.Document;
import io.vicinal.contracts.document.DocumentLimits;
import io.vicinal.contracts.error.JsonProblems;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.json.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;

/** Bytes to document, strictly: UTF-8, known properties, right types, nothing after it. */
public final class DocumentParser {
    private static final ObjectReader READER = Json.mapper().readerFor(Document.class);

    /**
     * @param json one JSON object in UTF-8
     * @throws io.vicinal.contracts.error.ProblemException naming the property at fault
     */
    public static Document parse(byte[] json) {
        if (json.length > DocumentLimits.DOCUMENT_BYTES) {
            throw ProblemType.TOO_LARGE.exception(
                    null, "The document has more than %,d bytes.".formatted(DocumentLimits.DOCUMENT_BYTES));
        }
        if (!looksLikeUtf8(json)) {
            throw ProblemType.MALFORMED_JSON.exception(null, "A document is JSON in UTF-8.");
        }
        try {
            Document document = READER.readValue(json);
            if (document == null) {
                throw ProblemType.WRONG_TYPE.exception(null, "A document is a JSON object.");
            }
            return document;
        } catch (JacksonException e) {
            throw JsonProblems.of(e).exception();
        }
    }

    /** The reader would take UTF-16 and UTF-32 too; they show by a zero or a byte order mark in the first four bytes. */
    private static boolean looksLikeUtf8(byte[] json) {
        for (int i = 0; i < Math.min(4, json.length); i++) {
            int b = json[i] & 0xff;
            if (b == 0 || b >= 0xfe) {
                return false;
            }
        }
        return true;
    }

    private DocumentParser() {}
}
