package io.vicinal.evaluation.ingest;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sources one after the other, each opened when the one before it is done; bytes count on. */
final class ManySources implements DocumentSource {

    /** Opens a source when its turn comes. */
    interface Opener {
        DocumentSource open() throws IOException;
    }

    private final Iterator<Opener> openers;
    private @Nullable DocumentSource current;
    private long bytes;
    private long bytesBefore;
    private long empty;

    ManySources(List<Opener> openers) {
        this.openers = openers.iterator();
    }

    @Override
    public @Nullable SourceDocument next() throws IOException {
        while (true) {
            if (current == null) {
                if (!openers.hasNext()) {
                    return null;
                }
                current = openers.next().open();
                bytesBefore = bytes;
            }
            SourceDocument document = current.next();
            if (document != null) {
                bytes = bytesBefore + document.sourceBytes();
                return new SourceDocument(
                        document.json(),
                        document.file(),
                        document.where(),
                        document.whole(),
                        bytes,
                        document.refusal());
            }
            close();
        }
    }

    @Override
    public long empty() {
        return empty + (current == null ? 0 : current.empty());
    }

    @Override
    public void close() throws IOException {
        if (current != null) {
            empty += current.empty();
            current.close();
            current = null;
        }
    }
}
