package io.vicinal.embedding.model;

import java.util.Map;

/**
 * What a model says of itself.
 *
 * @param name what collections and requests call it
 * @param dimensions of its dense vector
 * @param maxTokens the most tokens it reads, special tokens counted
 * @param prompts put in front of texts, by name; an empty one is one that changes nothing
 * @param provider what runs it: {@code cpu}, {@code cuda} or {@code remote}
 * @param fingerprint the same for two models that give the same vectors
 */
public record ModelCard(
        String name, int dimensions, int maxTokens, Map<String, String> prompts, String provider, String fingerprint) {}
