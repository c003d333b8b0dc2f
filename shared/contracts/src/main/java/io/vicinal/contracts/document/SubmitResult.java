package io.vicinal.contracts.document;

import io.vicinal.contracts.error.Problem;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of a stream of documents.
 *
 * @param accepted how many the broker has, {@code acks=all}
 * @param rejected why each of the others was not; at most {@link #REJECTED_SHOWN} of them in order
 * @param rejectedCount all that were rejected, shown or not
 * @param offsets for each partition written to, the highest offset written: what {@code wait=searchable} waits for
 * @param shardOffsets the same by shard, for versions that have another number of shards than there are partitions
 * @param aborted why the body could not be read to its end (malformed array, unclosed array), or null; what was
 *     accepted before stays accepted
 */
public record SubmitResult(
        long accepted,
        List<Rejected> rejected,
        long rejectedCount,
        Map<Integer, Long> offsets,
        List<ShardOffset> shardOffsets,
        @Nullable Problem aborted) {

    public SubmitResult {
        shardOffsets = Objects.requireNonNullElse(shardOffsets, List.of());
    }

    /** For a collection whose versions all have as many shards as there are partitions. */
    public SubmitResult(
            long accepted,
            List<Rejected> rejected,
            long rejectedCount,
            Map<Integer, Long> offsets,
            @Nullable Problem aborted) {
        this(accepted, rejected, rejectedCount, offsets, List.of(), aborted);
    }

    /** Rejections listed one by one; beyond it they are only counted, so that a body of garbage is not held in memory. */
    public static final int REJECTED_SHOWN = 1000;

    /**
     * @param index position in the body, from 0; blank NDJSON lines do not count
     * @param id the document's id where one could be read
     */
    public record Rejected(long index, @Nullable String id, Problem error) {}
}
