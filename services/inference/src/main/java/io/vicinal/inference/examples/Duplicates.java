package io.vicinal.inference.examples;

import io.vicinal.inference.matrix.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Documents with the very same vector: the same text. One tells nothing about how well the other would have been labelled,
 * and where their labels differ, one of them is wrong.
 */
public final class Duplicates {

    /** @param labels of each, as {@link Examples#labels} */
    public record Conflict(String documentId, List<String> labels, String otherId, List<String> otherLabels) {}

    /** {@code int[rows]}: the first row that is the same to the bit. */
    public static int[] of(Matrix vectors) {
        int[] same = new int[vectors.rows()];
        Map<Integer, List<Integer>> byHash = new HashMap<>();
        for (int row = 0; row < same.length; row++) {
            List<Integer> alike = byHash.computeIfAbsent(Arrays.hashCode(vectors.row(row)), _ -> new ArrayList<>());
            int first = row;
            for (int other : alike) {
                if (equal(vectors, row, other)) {
                    first = other;
                    break;
                }
            }
            if (first == row) {
                alike.add(row);
            }
            same[row] = first;
        }
        return same;
    }

    private static boolean equal(Matrix vectors, int row, int other) {
        int columns = vectors.columns();
        float[] values = vectors.values();
        return Arrays.equals(
                values, row * columns, (row + 1) * columns, values, other * columns, (other + 1) * columns);
    }

    /** Each document that has other labels than the first with the same vector, with that. */
    public static List<Conflict> conflicts(Examples examples) {
        List<Conflict> conflicts = new ArrayList<>();
        for (int i = 0; i < examples.count(); i++) {
            int first = examples.same()[i];
            if (!Arrays.equals(examples.labels()[i], examples.labels()[first])) {
                conflicts.add(new Conflict(
                        examples.documentIds().get(i),
                        names(examples, i),
                        examples.documentIds().get(first),
                        names(examples, first)));
            }
        }
        return conflicts;
    }

    private static List<String> names(Examples examples, int document) {
        return Arrays.stream(examples.labels()[document])
                .mapToObj(examples.names()::get)
                .toList();
    }

    private Duplicates() {}
}
