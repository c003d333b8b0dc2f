package io.vicinal.evaluation.ingest;

import org.jspecify.annotations.Nullable;

/**
 * One document as its source holds it.
 *
 * @param json a line of JSON without its end, in UTF-8; what is not JSON is sent all the same, so that the platform says
 *     what is wrong with it
 * @param where the file, and the line in it where it has lines
 * @param sourceBytes bytes of the source up to and with this one
 * @param refusal why it is not worth sending, or null
 */
record SourceDocument(
        byte[] json,
        String where,
        long sourceBytes,
        @Nullable String refusal) {}
