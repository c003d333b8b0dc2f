package io.vicinal.onnx.encode;

/** A query that passages are put beside for a cross-encoder, tokenized once. Thread-safe. */
public final class QueryPairs {
    private final PairScorer scorer;
    private final long[] query;

    QueryPairs(PairScorer scorer, long[] query) {
        this.scorer = scorer;
        this.query = query;
    }

    /** Tokenizes the passage; what doesn't fit is cut off its end. */
    public PairText with(String passage) {
        return with(passage, Integer.MAX_VALUE);
    }

    /** @param most the passage's tokens that are read, special tokens not counted; fewer where fewer fit */
    public PairText with(String passage, int most) {
        return scorer.pair(query, passage, most);
    }
}
