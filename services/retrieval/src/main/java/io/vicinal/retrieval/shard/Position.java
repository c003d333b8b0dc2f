package io.vicinal.retrieval.shard;

/**
 * How far a shard has worked through its log.
 *
 * @param offset the next offset of the passages partition
 * @param documentsOffset the next offset of the documents partition of the same number, as records name their sources
 */
public record Position(long offset, long documentsOffset) {
    static final Position START = new Position(0, 0);

    /** After the record at {@code offset} that came of the document at {@code source}, or of none that is known (-1). */
    Position after(long offset, long source) {
        return new Position(offset + 1, Math.max(documentsOffset, source + 1));
    }

    /** The log holds no records before {@code next}, only marks of transactions. */
    Position atLeast(long next) {
        return next > offset ? new Position(next, documentsOffset) : this;
    }
}
