package io.vicinal.evaluation.ingest;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One document as its source holds it.
 *
 * @param json a line of JSON without its end, in UTF-8; what is not JSON is sent all the same, so that the platform says
 *     what is wrong with it; empty for a file
 * @param file to be sent as it is and made a document by the platform, under the id {@code where}; or null
 * @param where the file, and the line in it where it has lines
 * @param whole whether it is all of a file, so that its outcome is the file's
 * @param sourceBytes bytes of the source up to and with this one
 * @param refusal why it is not worth sending, or null
 */
record SourceDocument(
        byte[] json,
        @Nullable Path file,
        String where,
        boolean whole,
        long sourceBytes,
        @Nullable String refusal) {

    /** A line of a file. */
    SourceDocument(byte[] json, String where, long sourceBytes, @Nullable String refusal) {
        this(json, null, where, false, sourceBytes, refusal);
    }

    boolean isFile() {
        return file != null;
    }
}
