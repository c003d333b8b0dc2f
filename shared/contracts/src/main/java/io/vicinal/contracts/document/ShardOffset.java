package io.vicinal.contracts.document;

/**
 * The highest offset of a body's documents among those of one documents partition that belong to one shard. A version that
 * has another number of shards than the documents topic has partitions shows no other offset of that partition for sure.
 *
 * @param shards how many the version has
 * @param shard of those
 * @param partition of the documents topic
 */
public record ShardOffset(int shards, int shard, int partition, long offset) {}
