package io.vicinal.contracts.embedding;

/**
 * @param truncated whether the query was longer than the model reads, so that its end was left out
 * @param left words of the query that are left out, because there are more than are kept and they weigh the least
 */
public record SparseEmbedding(QueryWeights query, boolean truncated, int left) {}
