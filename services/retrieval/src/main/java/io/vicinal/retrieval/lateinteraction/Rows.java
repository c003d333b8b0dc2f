package io.vicinal.retrieval.lateinteraction;

/** The token vectors of a passage in one format, against the tokens of one query. */
sealed interface Rows permits FloatRows, ByteRows, BitRows {

    /**
     * Raises each query token's best cosine to that of the nearest of the passage's token vectors.
     *
     * @param bytes as {@link TokenLayout} says, from {@code offset} on
     * @param best {@code float[query tokens]}
     */
    void nearest(byte[] bytes, int offset, int count, float[] best);
}
