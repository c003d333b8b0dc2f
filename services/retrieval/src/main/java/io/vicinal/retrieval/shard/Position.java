package io.vicinal.retrieval.shard;

import java.util.HashMap;
import java.util.Map;

/**
 * How far a shard has worked through its log.
 *
 * @param offset the next offset of the passages partition
 * @param documents partition of the documents topic to its next offset, as records name their sources
 */
public record Position(long offset, Map<Integer, Long> documents) {
    static final Position START = new Position(0, Map.of());

    public Position {
        documents = Map.copyOf(documents);
    }

    /**
     * After the record at {@code offset}.
     *
     * @param source the offset in the documents partition that it came of, or -1 where none is known
     */
    Position after(long offset, int documentsPartition, long source) {
        if (source < documentsOffset(documentsPartition)) {
            return new Position(offset + 1, documents);
        }
        Map<Integer, Long> next = new HashMap<>(documents);
        next.put(documentsPartition, source + 1);
        return new Position(offset + 1, next);
    }

    /** The log holds no records before {@code next}, only marks of transactions. */
    Position atLeast(long next) {
        return next > offset ? new Position(next, documents) : this;
    }

    /** The next offset of a documents partition. */
    public long documentsOffset(int partition) {
        return documents.getOrDefault(partition, 0L);
    }
}
