package io.vicinal.onnx.encode;

/**
 * The words that a text is about, its own and others.
 *
 * @param ids of the words in the model's vocabulary, ascending
 * @param weights of each, above nought
 */
@SuppressWarnings("ArrayRecordComponent") // plain data on a hot path, never compared
public record SparseVector(int[] ids, float[] weights) {}
