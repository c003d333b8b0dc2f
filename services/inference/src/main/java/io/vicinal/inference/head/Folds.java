package io.vicinal.inference.head;

import io.vicinal.inference.examples.Examples;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Which fold each of some documents is in: each label spread over all folds, and the same text in one. */
final class Folds {

    /**
     * @param documents which
     * @return {@code int[documents]}, from 0 to {@code folds}
     */
    static int[] of(Examples examples, int[] documents, int folds) {
        int[] fold = new int[documents.length];
        Map<Integer, Integer> ofSame = new HashMap<>();
        int next = 0;
        int[] byLabel = IntStream.range(0, documents.length)
                .boxed()
                .sorted(Comparator.comparingInt(place -> examples.label(documents[place])))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int place : byLabel) {
            Integer known = ofSame.putIfAbsent(examples.same()[documents[place]], next % folds);
            fold[place] = known != null ? known : next++ % folds;
        }
        return fold;
    }

    /** The places that are in a fold, or those that are not. */
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
