package io.vicinal.contracts.collection;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * How documents are cut into passages.
 *
 * @param maxTokens the most tokens of a passage as the model reads it, title and special tokens counted
 * @param overlapTokens how many tokens of whole sentences a passage repeats of the one before it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Chunking(int maxTokens, int overlapTokens) {}
