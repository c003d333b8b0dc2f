package io.vicinal.inference.classifier;

/**
 * What a label means.
 *
 * @param vector of its name and description, {@code float[dimensions]}
 */
public record LabelDescription(String label, float[] vector) {}
