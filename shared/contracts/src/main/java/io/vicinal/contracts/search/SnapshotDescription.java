package io.vicinal.contracts.search;

import java.time.Instant;

/**
 * A shard's index as it is kept apart from the node.
 *
 * @param id unique among the shard's snapshots
 * @param time up to which it holds what was on the log
 * @param offset the next offset of the passages partition, from which a shard that is restored from it reads on
 * @param indexFormat what the index is made of; another is not restored
 * @param files in number
 * @param bytes of all its files; most of them it shares with the snapshots before it
 * @param takenBy the node that took it
 */
public record SnapshotDescription(
        String id, Instant time, long offset, String indexFormat, int files, long bytes, String takenBy) {}
