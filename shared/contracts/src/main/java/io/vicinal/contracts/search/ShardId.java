package io.vicinal.contracts.search;

/** A shard is a partition of a passages topic is a Lucene index. */
public record ShardId(String collection, int version, int partition) {
    @Override
    public String toString() {
        return collection + ".v" + version + "/" + partition;
    }
}
