package io.vicinal.onnx.encode;

/**
 * A text's dense vector.
 *
 * @param dense {@code float[dimensions]}, L2-normalised
 * @param tokens as the model read them, prefix and special tokens counted
 * @param truncated whether the text was longer than the model reads, so that its end was left out
 */
@SuppressWarnings("ArrayRecordComponent") // plain data, never compared
public record Embedding(float[] dense, int tokens, boolean truncated) {}
