package io.vicinal.inference.classifier;

import io.vicinal.inference.examples.Examples;
import io.vicinal.inference.zeroshot.Descriptions;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is believed of examples without looking at others: by the labels' descriptions, or nothing.
 *
 * @param descriptions null where there are none
 * @param dimensions 0 where there are neither examples nor descriptions
 */
record Believed(@Nullable Descriptions descriptions, int dimensions) {

    static Believed of(Examples examples, List<LabelDescription> described) {
        int dimensions = examples.vectors().columns();
        if (described.isEmpty()) {
            return new Believed(null, dimensions);
        }
        int[] labels = described.stream()
                .mapToInt(one -> Collections.binarySearch(examples.names(), one.label()))
                .toArray();
        Descriptions descriptions = Descriptions.of(
                labels, described.stream().map(LabelDescription::vector).toList(), Descriptions.DEFAULT_TEMPERATURE);
        int own = descriptions.vectors().columns();
        if (examples.count() > 0 && own != dimensions) {
            throw new IllegalArgumentException("descriptions have " + own + " dimensions, and examples " + dimensions);
        }
        return new Believed(descriptions, own);
    }
}
