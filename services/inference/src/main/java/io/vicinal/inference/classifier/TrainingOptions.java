package io.vicinal.inference.classifier;

import java.util.List;

/**
 * @param threads at least 1
 * @param descriptions of labels, with or without examples
 */
public record TrainingOptions(int threads, List<LabelDescription> descriptions) {
    public static final TrainingOptions DEFAULT = new TrainingOptions(2, List.of());
}
