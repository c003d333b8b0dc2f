package io.vicinal.retrieval.shard;

/** What a shard began with when it was opened; the rest it replays. */
public enum ShardOrigin {
    /** The index on this node's disk. */
    LOCAL,
    SNAPSHOT,
    /** Nothing: the whole log is replayed. */
    LOG
}
