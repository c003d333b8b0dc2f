package io.vicinal.retrieval.shard;

import java.io.IOException;

/** The archive cannot be reached, or what it holds is not sound: the shard's own disk is not at fault. */
public final class ArchiveException extends IOException {
    public ArchiveException(String message) {
        super(message);
    }

    public ArchiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
