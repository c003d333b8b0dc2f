package io.vicinal.inference.examples;

import java.util.List;

/**
 * A document that has labels.
 *
 * @param vector {@code float[dimensions]}, not all zero
 * @param labels at least one; those of a field with one value are one
 */
public record Example(String documentId, float[] vector, List<String> labels) {}
