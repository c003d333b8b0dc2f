package io.vicinal.embedding.cache;

import io.vicinal.contracts.embedding.PassageTokens;
import org.jspecify.annotations.Nullable;

/**
 * What a dense model made of a passage.
 *
 * @param dense {@code float[dimensions]}, L2-normalised
 * @param tokens null where none are kept, or the passage has no tokens of its own
 */
@SuppressWarnings("ArrayRecordComponent") // plain data, never compared
public record PassageVectors(float[] dense, @Nullable PassageTokens tokens) implements Known {}
