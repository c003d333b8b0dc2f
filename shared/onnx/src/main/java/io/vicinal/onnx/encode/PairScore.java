package io.vicinal.onnx.encode;

/**
 * What a cross-encoder says of a query and a passage.
 *
 * @param scores {@code float[labels]}
 * @param tokens as the model read them, special tokens counted
 * @param truncated whether the end of the passage was left out
 */
@SuppressWarnings("ArrayRecordComponent") // plain data, never compared
public record PairScore(float[] scores, int tokens, boolean truncated) {}
