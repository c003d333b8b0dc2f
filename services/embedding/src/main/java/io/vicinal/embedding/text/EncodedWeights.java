package io.vicinal.embedding.text;

import io.vicinal.contracts.embedding.SparseEmbedding;

/** A query as a sparse model weighs it. */
record EncodedWeights(SparseEmbedding embedding) implements Remembered {
    /** Of a word: its id, its weight, and its text. */
    private static final int WORD_BYTES = 72;

    @Override
    public int bytes() {
        return WORD_BYTES * embedding.query().weights().count();
    }
}
