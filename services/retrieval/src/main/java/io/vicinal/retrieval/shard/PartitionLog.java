package io.vicinal.retrieval.shard;

import java.time.Duration;

/**
 * What a shard must know of its partition to resume from a commit.
 *
 * @param topicId Kafka's id of the topic: another one under the same name is another log
 * @param begin the first offset there is
 * @param end the next offset at the moment of asking; a shard serves once it shows everything before it
 * @param tombstonesKept how long the topic keeps tombstones ({@code delete.retention.ms})
 */
public record PartitionLog(String topicId, long begin, long end, Duration tombstonesKept) {}
