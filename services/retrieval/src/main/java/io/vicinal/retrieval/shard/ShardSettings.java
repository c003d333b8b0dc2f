package io.vicinal.retrieval.shard;

import java.time.Duration;

/**
 * How a shard keeps its index.
 *
 * @param refresh how long new documents may wait to be searchable where nobody awaits them
 * @param commit how often changes are committed to disk
 * @param pointsInTime how long a searcher that has answered is kept for its passages to be fetched
 * @param freeBytes of the disk that are left alone: with less free, indexes are read and not written
 * @param cursors how long a searcher is kept for cursors to go on with, as long as there are not too many
 */
public record ShardSettings(
        Duration refresh, Duration commit, Duration pointsInTime, long freeBytes, Duration cursors) {

    /** With cursors kept no longer than other searchers. */
    public ShardSettings(Duration refresh, Duration commit, Duration pointsInTime, long freeBytes) {
        this(refresh, commit, pointsInTime, freeBytes, pointsInTime);
    }

    /** At least this long between two refreshes that were asked for, so that many waiters share one. */
    static final Duration REFRESH_GAP = Duration.ofMillis(20);

    /** An expired document, which no search shows, leaves the index after so long. */
    static final Duration EXPIRED_KEPT = Duration.ofDays(1);

    /** An idle shard commits this often all the same, to say when it was last there. */
    static final Duration HEARTBEAT = Duration.ofHours(1);
}
