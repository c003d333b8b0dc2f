package io.vicinal.contracts.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * @param documents searchable now
 * @param passages searchable now
 * @param bytes of the index on disk
 * @param offset the next offset of its passages partition that it will apply
 * @param documentsOffset the next offset of the documents partition whose effect its searcher does not show
 * @param behind records on its passages partition that its searcher does not show
 * @param behindSeconds how much older the newest record that it has applied is than now, where it is behind; 0 where it is
 *     not, null where it has applied none since it was opened
 * @param reason why it is as it is, in a sentence, where that is not how it should be
 * @param recall share of the ten nearest that vector search finds, measured on a sample of its queries; null before any
 * @param recallQueries how many queries were measured since the shard was opened
 * @param searchEffort neighbours that a vector search explores; null before the first
 */
@JsonInclude(Include.NON_NULL)
public record ShardState(
        ShardId shard,
        Status status,
        long documents,
        long passages,
        long bytes,
        long offset,
        long documentsOffset,
        long behind,
        @Nullable Long behindSeconds,
        @Nullable String reason,
        @Nullable Double recall,
        @Nullable Long recallQueries,
        @Nullable Integer searchEffort) {

    /** Nothing is known of its recall and of times. */
    public ShardState(
            ShardId shard,
            Status status,
            long documents,
            long passages,
            long bytes,
            long offset,
            long documentsOffset,
            long behind,
            @Nullable String reason) {
        this(
                shard,
                status,
                documents,
                passages,
                bytes,
                offset,
                documentsOffset,
                behind,
                behind == 0 ? 0L : null,
                reason,
                null,
                null,
                null);
    }

    /** Whether it answers queries. */
    public boolean answers() {
        return status.answers();
    }

    public ShardState withRecall(@Nullable Double recall, long queries, int effort) {
        return new ShardState(
                shard,
                status,
                documents,
                passages,
                bytes,
                offset,
                documentsOffset,
                behind,
                behindSeconds,
                reason,
                recall,
                queries,
                effort);
    }

    public enum Status {
        /** Replaying its log; does not answer queries yet. */
        @JsonProperty("catching_up")
        CATCHING_UP,
        @JsonProperty("serving")
        SERVING,
        /** Answers queries, but cannot be written at the moment: its disk is full. Goes on by itself. */
        @JsonProperty("read_only")
        READ_ONLY,
        /** No node owns it, or its node does not answer. */
        @JsonProperty("unavailable")
        UNAVAILABLE;

        public boolean answers() {
            return this == SERVING || this == READ_ONLY;
        }
    }
}
