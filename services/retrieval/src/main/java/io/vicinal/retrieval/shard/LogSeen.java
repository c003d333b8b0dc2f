package io.vicinal.retrieval.shard;

import java.time.Instant;

/**
 * When a shard had last seen its whole log. A tombstone goes from the log some time after it was written, so what counts
 * is not when the shard was there, but when it had no record left to read: a shard that has been replaying for days may
 * have missed a deletion as one that was switched off.
 */
final class LogSeen {
    private Instant whole;
    private Instant asked;
    private long end;

    /** @param whole when the log had been seen up to where the shard begins, or when it begins to read from the start */
    LogSeen(Instant whole, long end) {
        this.whole = whole;
        this.asked = whole;
        this.end = end;
    }

    /** The log was asked at {@code now}, or later, where it ends. */
    synchronized void endsAt(long end, Instant now, long applied) {
        if (applied >= this.end) {
            whole = asked;
            asked = now;
            this.end = end;
        }
    }

    synchronized Instant whole() {
        return whole;
    }
}
