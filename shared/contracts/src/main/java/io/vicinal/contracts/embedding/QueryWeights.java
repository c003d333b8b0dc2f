package io.vicinal.contracts.embedding;

/**
 * A query as a sparse model weighs it.
 *
 * @param texts each word of the weights as text, in their order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record QueryWeights(SparseWeights weights, String[] texts) {

    public QueryWeights {
        if (texts.length != weights.count()) {
            throw new IllegalArgumentException(weights.count() + " words with " + texts.length + " texts");
        }
    }
}
