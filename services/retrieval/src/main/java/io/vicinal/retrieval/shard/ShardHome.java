package io.vicinal.retrieval.shard;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What the shards of a node have in common.
 *
 * @param data the folder of their indexes
 * @param timer for refreshes and commits; must outlive the shards
 * @param clock the log's: what is compared with the times of its records must be told by the same clock
 * @param archive what an index is restored from
 */
public record ShardHome(
        Path data, ShardSettings settings, ScheduledExecutorService timer, Clock clock, Archive archive) {}
