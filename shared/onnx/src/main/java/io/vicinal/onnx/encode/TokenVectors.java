package io.vicinal.onnx.encode;

/**
 * The vectors of a text's tokens, for late interaction.
 *
 * @param count how many tokens; special ones and those of the model's skip list are left out
 * @param values {@code float[count × dimensions]}, row by row, each row L2-normalised
 */
@SuppressWarnings("ArrayRecordComponent") // plain data on a hot path, never compared
public record TokenVectors(int count, int dimensions, float[] values) {}
