package io.vicinal.evaluation.ingest;

import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Documents that go out in one request.
 *
 * @param position documents of the source up to the end of this batch
 * @param last whether the source ends here
 */
record Batch(List<SourceDocument> documents, long position, boolean last) {

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
