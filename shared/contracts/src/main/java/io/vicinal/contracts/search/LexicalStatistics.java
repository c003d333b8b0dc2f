package io.vicinal.contracts.search;

import java.util.Map;

/**
 * How frequent a query's terms are in the whole collection, so that the scores of all shards compare; the sum over the
 * shards.
 *
 * @param passages that have the lexical field
 * @param tokens in them, {@code sumTotalTermFreq}
 * @param documentFrequency each analysed query term to the number of passages that hold it
 * @param piecePassages that have token vectors
 * @param pieceFrequency each word piece of the query to the number of passages that hold it
 */
public record LexicalStatistics(
        long passages,
        long tokens,
        Map<String, Long> documentFrequency,
        long piecePassages,
        Map<Integer, Long> pieceFrequency) {}
