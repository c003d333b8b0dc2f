package io.vicinal.embedding.text;

/**
 * @param value what was wanted of the text
 * @param tokens as the model read them, prompt and special tokens counted
 * @param truncated whether a part of it was left out
 */
public record Encoded<T>(T value, int tokens, boolean truncated) {}
