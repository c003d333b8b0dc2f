package io.vicinal.inference.regression;

/**
 * A document that has a number.
 *
 * @param vector {@code float[dimensions]}, not all zero
 * @param value finite
 */
public record NumericExample(String documentId, float[] vector, double value) {}
