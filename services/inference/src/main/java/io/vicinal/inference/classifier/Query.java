package io.vicinal.inference.classifier;

import io.vicinal.inference.neighbours.Neighbour;
import java.util.List;

/**
 * A text to classify.
 *
 * @param vector {@code float[dimensions]}
 * @param neighbours its nearest examples, nearest first, {@link ClassifierModel#neighboursWanted} where there are as many
 */
public record Query(float[] vector, List<Neighbour> neighbours) {}
