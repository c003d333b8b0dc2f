package io.vicinal.inference.classifier;

import io.vicinal.inference.neighbours.ScoredNeighbours;
import java.util.List;

/**
 * @param threads at least 1
 * @param descriptions of labels, with or without examples
 * @param scored some examples' nearest others with late interactions; empty where there are none
 */
public record TrainingOptions(int threads, List<LabelDescription> descriptions, List<ScoredNeighbours> scored) {
    /** With fewer of {@code scored} whether late interaction helps is chance, and it is left alone. */
    public static final int FEWEST_SCORED = 100;

    public static final TrainingOptions DEFAULT = new TrainingOptions(2, List.of());

    public TrainingOptions(int threads, List<LabelDescription> descriptions) {
        this(threads, descriptions, List.of());
    }
}
