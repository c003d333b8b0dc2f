package io.vicinal.inference.report;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A cell of the confusion matrix off its diagonal.
 *
 * @param label what documents have
 * @param predicted what they were given instead
 * @param documents how many
 */
public record Confusion(String label, String predicted, int documents) {
    /** Beyond that nobody reads. */
    static final int MOST = 100;

    private record Cell(int label, int predicted) {}

    /** The largest first; of documents with one label. */
    static List<Confusion> of(HeldOut heldOut, List<String> names) {
        Map<Cell, Integer> counts = new HashMap<>();
        for (int i = 0; i < heldOut.truth().length; i++) {
            if (heldOut.truth()[i].length == 1 && heldOut.predicted()[i].length == 1) {
                Cell cell = new Cell(heldOut.truth()[i][0], heldOut.predicted()[i][0]);
                if (cell.label() != cell.predicted()) {
                    counts.merge(cell, 1, Integer::sum);
                }
            }
        }
        return counts.entrySet().stream()
                .sorted(Comparator.<Map.Entry<Cell, Integer>>comparingInt(entry -> -entry.getValue())
                        .thenComparingInt(entry -> entry.getKey().label())
                        .thenComparingInt(entry -> entry.getKey().predicted()))
                .limit(MOST)
                .map(entry -> new Confusion(
                        names.get(entry.getKey().label()),
                        names.get(entry.getKey().predicted()),
                        entry.getValue()))
                .toList();
    }
}
