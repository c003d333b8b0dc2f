package io.vicinal.evaluation.ingest;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Documents one after the other. Not thread-safe; holds one document at a time. */
interface DocumentSource extends AutoCloseable {
    /** @return the next document, or null at the end */
    @Nullable
    SourceDocument next() throws IOException;

    /** Documents left out because there is nothing in them to embed. */
    long empty();

    @Override
    void close() throws IOException;
}
