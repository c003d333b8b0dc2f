package io.vicinal.evaluation.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a source into batches of bounded size, one batch ahead of the reader: the last batch is the one that is waited for,
 * so a short rest joins the batch before it and the wait covers every shard.
 */
final class Batches {
    private static final int REST = 256;

    private final DocumentSource source;
    private final int maxDocuments;
    private final long maxBytes;
    private long position;
    private List<SourceDocument> ahead;
    private @Nullable SourceDocument held;

    Batches(DocumentSource source, int maxDocuments, long maxBytes) throws IOException {
        this.source = source;
        this.maxDocuments = maxDocuments;
        this.maxBytes = maxBytes;
        this.ahead = fill();
    }

    /** Passes over what an earlier run has sent. To be called before the first batch is taken. */
    static long skip(DocumentSource source, long documents) throws IOException {
        long bytes = 0;
        for (long i = 0; i < documents; i++) {
            SourceDocument document = source.next();
            if (document == null) {
                break;
            }
            bytes = document.sourceBytes();
        }
        return bytes;
    }

    /** @return the next batch, or null after the last */
    @Nullable
    Batch next() throws IOException {
        if (ahead.isEmpty()) {
            return null;
        }
        List<SourceDocument> documents = ahead;
        ahead = fill();
        if (held == null && ahead.size() < REST) {
            documents.addAll(ahead);
            ahead = List.of();
        }
        position += documents.size();
        return new Batch(documents, position, ahead.isEmpty());
    }

    private List<SourceDocument> fill() throws IOException {
        List<SourceDocument> documents = new ArrayList<>();
        long bytes = 0;
        for (SourceDocument document = take(); document != null; document = take()) {
            if (!documents.isEmpty()
                    && (documents.size() == maxDocuments || bytes + document.json().length > maxBytes)) {
                held = document;
                break;
            }
            documents.add(document);
            bytes += document.json().length + 1;
        }
        return documents;
    }

    private @Nullable SourceDocument take() throws IOException {
        SourceDocument document = held == null ? source.next() : held;
        held = null;
        return document;
    }
}
