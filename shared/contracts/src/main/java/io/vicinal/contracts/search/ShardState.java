package io.vicinal.contracts.search;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * @param documents searchable now
 * @param passages searchable now
 * @param bytes of the index on disk
 * @param offset the next offset of its passages partition that it will apply
 * @param documentsOffset the next offset of the documents partition whose effect its searcher does not show
 * @param behind records on its passages partition that its searcher does not show
 */
public record ShardState(
        ShardId shard,
        Status status,
        long documents,
        long passages,
        long bytes,
        long offset,
        long documentsOffset,
        long behind) {

    public enum Status {
        /** Replaying its log; does not answer queries yet. */
        @JsonProperty("catching_up")
        CATCHING_UP,
        @JsonProperty("serving")
        SERVING,
        /** No node owns it, or its node does not answer. */
        @JsonProperty("unavailable")
        UNAVAILABLE
    }
}
