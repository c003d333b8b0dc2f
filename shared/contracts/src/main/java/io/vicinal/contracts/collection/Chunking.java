package io.vicinal.contracts.collection;

/**
 * How documents are cut into passages.
 *
 * @param maxTokens the most tokens of a passage as the model reads it, title and special tokens counted
 * @param overlapTokens how many tokens of whole sentences a passage repeats of the one before it
 */
public record Chunking(int maxTokens, int overlapTokens) {}
