package io.vicinal.onnx.encode;

/**
 * A text's token vectors, special tokens left out.
 *
 * @param values {@code [count × dimensions]}, row after row, each L2-normalised
 */
@SuppressWarnings("ArrayRecordComponent") // plain data, never compared
public record TokenVectors(int count, int dimensions, float[] values) {}
