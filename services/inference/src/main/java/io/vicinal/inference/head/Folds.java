package io.vicinal.inference.head;

import io.vicinal.inference.examples.Examples;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Which fold each document is in: each label spread over all folds, and the same text in one. */
final class Folds {

    /**
     * @param count how many documents, from the first on
     * @return {@code int[count]}, from 0 to {@code folds}
     */
    static int[] of(Examples examples, int count, int folds) {
        int[] fold = new int[count];
        Map<Integer, Integer> ofSame = new HashMap<>();
        int next = 0;
        int[] byLabel = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingInt(examples::label))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int document : byLabel) {
            Integer known = ofSame.putIfAbsent(examples.same()[document], next % folds);
            fold[document] = known != null ? known : next++ % folds;
        }
        return fold;
    }

    /** The documents that are in a fold, or those that are not. */
    static int[] members(int[] fold, int which, boolean in) {
        return IntStream.range(0, fold.length)
                .filter(i -> (fold[i] == which) == in)
                .toArray();
    }

    /** Which labels documents have, ascending. */
    static int[] labels(Examples examples, int[] documents) {
        return Arrays.stream(documents).map(examples::label).sorted().distinct().toArray();
    }

    private Folds() {}
}
