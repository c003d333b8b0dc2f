package io.vicinal.contracts.search;

import java.util.Map;

/**
 * What BM25 needs to know of the whole collection, so that the scores of all shards compare; the sum over the shards.
 *
 * @param passages that have the lexical field
 * @param tokens in them, {@code sumTotalTermFreq}
 * @param documentFrequency each analysed query term to the number of passages that hold it
 */
public record LexicalStatistics(long passages, long tokens, Map<String, Long> documentFrequency) {}
