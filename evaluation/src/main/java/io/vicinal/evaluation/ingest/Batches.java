package io.vicinal.evaluation.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a source into batches of bounded size, one batch ahead of the reader: the last batch of a run of lines is the one
 * that is waited for, so a short rest joins the batch before it and the wait covers every shard. Files are few in a batch
 * and reading them takes longer than waiting, so each of their batches is waited for.
 */
final class Batches {
    private static final int REST = 256;
    private static final int MAX_FILES = 20;
    private static final long MAX_FILE_BYTES = 64 << 20;

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
        boolean ofFiles = documents.getFirst().isFile();
        boolean rest = !ahead.isEmpty()
                && !ofFiles
                && !ahead.getFirst().isFile()
                && ahead.size() < REST
                && (held == null || held.isFile());
        if (rest) {
            documents.addAll(ahead);
            ahead = held == null ? List.of() : fill();
        }
        position += documents.size();
        boolean closes = ofFiles || ahead.isEmpty() || ahead.getFirst().isFile();
        return new Batch(documents, position, closes);
    }

    private List<SourceDocument> fill() throws IOException {
        List<SourceDocument> documents = new ArrayList<>();
        long bytes = 0;
        for (SourceDocument document = take(); document != null; document = take()) {
            long size = size(document);
            if (!documents.isEmpty() && !fits(document, size, documents, bytes)) {
                held = document;
                break;
            }
            documents.add(document);
            bytes += size;
        }
        return documents;
    }

    private boolean fits(SourceDocument document, long size, List<SourceDocument> documents, long bytes) {
        if (document.isFile() != documents.getFirst().isFile()) {
            return false;
        }
        return document.isFile()
                ? documents.size() < MAX_FILES && bytes + size <= MAX_FILE_BYTES
                : documents.size() < maxDocuments && bytes + size <= maxBytes;
    }

    private static long size(SourceDocument document) throws IOException {
        return document.file() == null ? document.json().length + 1L : Files.size(document.file());
    }

    private @Nullable SourceDocument take() throws IOException {
        SourceDocument document = held == null ? source.next() : held;
        held = null;
        return document;
    }
}
