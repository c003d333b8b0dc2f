package io.vicinal.contracts.embedding;

/**
 * A model that is loaded.
 *
 * @param dimensions of its dense vector
 * @param maxTokens the most tokens it reads, special tokens counted
 * @param provider what runs it: {@code cpu} or {@code cuda}
 */
public record ModelDescription(String name, int dimensions, int maxTokens, String provider) {}
