package io.vicinal.inference.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well one label is told.
 *
 * @param support held-out documents that have it
 * @param precision of the documents that were given it, the share that has it; null where none was
 * @param recall of those that have it, the share that was given it; null where none has
 * @param f1 null where no document has it, nor was given it
 */
public record LabelFigures(
        String label,
        int support,
        @Nullable Double precision,
        @Nullable Double recall,
        @Nullable Double f1) {

    /** In the order of the names. */
    static List<LabelFigures> of(HeldOut heldOut, List<String> names) {
        int[] having = new int[names.size()];
        int[] given = new int[names.size()];
        int[] right = new int[names.size()];
        for (int i = 0; i < heldOut.truth().length; i++) {
            for (int label : heldOut.truth()[i]) {
                having[label]++;
                right[label] += Arrays.binarySearch(heldOut.predicted()[i], label) >= 0 ? 1 : 0;
            }
            for (int label : heldOut.predicted()[i]) {
                given[label]++;
            }
        }
        List<LabelFigures> figures = new ArrayList<>();
        for (int label = 0; label < names.size(); label++) {
            figures.add(new LabelFigures(
                    names.get(label),
                    having[label],
                    share(right[label], given[label]),
                    share(right[label], having[label]),
                    share(2 * right[label], having[label] + given[label])));
        }
        return figures;
    }

    private static @Nullable Double share(int part, int all) {
        return all == 0 ? null : (double) part / all;
    }
}
