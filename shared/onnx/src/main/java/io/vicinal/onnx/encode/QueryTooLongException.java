package io.vicinal.onnx.encode;

/** A query fills a cross-encoder's window alone; a shortened one would be another query. */
public final class QueryTooLongException extends RuntimeException {
    private final int tokens;
    private final int most;

    QueryTooLongException(int tokens, int most) {
        super("The query has " + tokens + " tokens, and the model reads at most " + most + " beside a passage.");
        this.tokens = tokens;
        this.most = most;
    }

    /** Of the query, special tokens not counted; a lower bound where it is very long. */
    public int tokens() {
        return tokens;
    }

    /** The most that leave room for a token of the passage. */
    public int most() {
        return most;
    }
}
