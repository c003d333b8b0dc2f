package io.vicinal.evaluation.ingest;

import io.vicinal.evaluation.platform.FormFile;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Objects;

/**
 * Documents that go out in one request: lines of JSON, or files.
 *
 * @param position documents of the source up to the end of this batch
 * @param closes whether it is the one to be waited for, where waiting was asked for: the source, or its run of lines, ends
 *     here, or it is of files
 */
record Batch(List<SourceDocument> documents, long position, boolean closes) {

    boolean isOfFiles() {
        return !documents.isEmpty() && documents.getFirst().isFile();
    }

    /** The files from the given one on. */
    List<FormFile> files(int from) {
        return documents.subList(from, documents.size()).stream()
                .map(document -> new FormFile(Objects.requireNonNull(document.file()), document.where()))
                .toList();
    }

    /** One document a line, from the given one on; {@code index} in the answer counts from there. */
    byte[] ndjson(int from) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (SourceDocument document : documents.subList(from, documents.size())) {
            body.writeBytes(document.json());
            body.write('\n');
        }
        return body.toByteArray();
    }

    long sourceBytes() {
        return documents.isEmpty() ? 0 : documents.getLast().sourceBytes();
    }
}
