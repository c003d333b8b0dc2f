package io.vicinal.evaluation.ingest;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Documents that are in memory already, as JSON. */
final class MemorySource implements DocumentSource {
    private final String name;
    private final Iterator<byte[]> documents;
    private long number;
    private long bytes;

    MemorySource(String name, Iterator<byte[]> documents) {
        this.name = name;
        this.documents = documents;
    }

    @Override
    public @Nullable SourceDocument next() {
        if (!documents.hasNext()) {
            return null;
        }
        byte[] json = documents.next();
        bytes += json.length + 1L;
        return new SourceDocument(json, name + ":" + ++number, bytes, null);
    }

    @Override
    public long empty() {
        return 0;
    }

    @Override
    public void close() {}
}
