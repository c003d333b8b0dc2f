package io.vicinal.embedding.compress;

import io.vicinal.contracts.embedding.SparseWeights;
import io.vicinal.onnx.encode.SparseVector;
import io.vicinal.onnx.session.RunException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What is kept of a sparse vector: its heaviest words, since each is a posting and the lightest move no result.
 *
 * @param left words that are left out, because there are more than {@link SparseWeights#MOST}
 */
public record HeaviestWords(SparseWeights weights, int left) {

    /** @throws RunException where a weight is larger than any that makes sense */
    public static HeaviestWords of(SparseVector vector) {
        float[] all = vector.weights();
        int[] words = IntStream.range(0, all.length)
                .filter(i -> all[i] >= SparseWeights.LEAST_WEIGHT)
                .toArray();
        int[] kept = words.length <= SparseWeights.MOST ? words : heaviest(words, all);
        float[] weights = new float[kept.length];
        for (int i = 0; i < kept.length; i++) {
            weights[i] = all[kept[i]];
            if (!(weights[i] <= SparseWeights.MOST_WEIGHT)) {
                throw new RunException("The model answered with a word weight of " + weights[i] + "; at most "
                        + SparseWeights.MOST_WEIGHT + " is expected.");
            }
        }
        int[] ids = Arrays.stream(kept).map(i -> vector.ids()[i]).toArray();
        return new HeaviestWords(new SparseWeights(ids, weights), words.length - kept.length);
    }

    /** Of equal ones the earlier, so that a text always keeps the same. */
    private static int[] heaviest(int[] words, float[] weights) {
        return Arrays.stream(words)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -weights[i]).thenComparing(Comparator.naturalOrder()))
                .limit(SparseWeights.MOST)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }
}
