package io.vicinal.retrieval.shard;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The opening of a shard before this one, whose writer is gone: it answers until its successor has caught up with the
 * log, and a while longer for passages that it found. Thread-safe.
 */
final class StandIn implements AutoCloseable {
    private @Nullable Shard shard;
    private boolean relieved;

    /** @param shard closed by this; null for none */
    StandIn(@Nullable Shard shard) {
        this.shard = shard;
    }

    synchronized @Nullable Shard shard() {
        return shard;
    }

    /** It is somebody else's to close from now on. */
    synchronized @Nullable Shard release() {
        Shard released = shard;
        shard = null;
        return released;
    }

    /** Called from time to time: lets go of it the second time that its successor serves. */
    synchronized void prune(boolean serving) throws IOException {
        if (relieved) {
            close();
        }
        relieved = serving;
    }

    @Override
    public synchronized void close() throws IOException {
        Shard leaving = shard;
        shard = null;
        if (leaving != null) {
            leaving.abandon();
        }
    }
}
