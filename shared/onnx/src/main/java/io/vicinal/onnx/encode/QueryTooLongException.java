package io.vicinal.onnx.encode;

/** A query fills a cross-encoder's window alone; a shortened one would be another query. */
public final class QueryTooLongException extends RuntimeException {
    private final int most;

    /** @param length of the query, with its unit */
    QueryTooLongException(String length, int most) {
        super("The query has " + length + ", and the model reads at most " + most + " tokens beside a passage.");
        this.most = most;
    }

    /** The most tokens of a query, special tokens not counted, that leave room for one of a passage. */
    public int most() {
        return most;
    }
}
