package io.vicinal.evaluation.ann;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Vectors that are asked for, and the numbers of the ten nearest to each that there are.
 *
 * @param name what they are, in a few words
 */
record Questions(String name, VectorFile file, List<float[]> vectors, List<BitSet> nearest) {
    static final int NEAREST = 10;

    private record Scored(int number, float cosine) {}

    static Questions of(String name, VectorFile asked, VectorFile indexed) {
        List<float[]> all = indexed.vectors();
        List<float[]> vectors = asked.vectors();
        return new Questions(
                name,
                asked,
                vectors,
                vectors.parallelStream().map(vector -> nearest(vector, all)).toList());
    }

    private static BitSet nearest(float[] vector, List<float[]> all) {
        PriorityQueue<Scored> best = new PriorityQueue<>(Comparator.comparingDouble(Scored::cosine));
        for (int i = 0; i < all.size(); i++) {
            float cosine = dot(vector, all.get(i));
            if (best.size() < NEAREST) {
                best.add(new Scored(i, cosine));
            } else if (best.element().cosine() < cosine) {
                best.remove();
                best.add(new Scored(i, cosine));
            }
        }
        BitSet numbers = new BitSet();
        best.forEach(one -> numbers.set(one.number()));
        return numbers;
    }

    /** Four sums, which need not wait for one another. */
    private static float dot(float[] a, float[] b) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        for (int i = 0; i + 3 < a.length; i += 4) {
            sum0 += a[i] * b[i];
            sum1 += a[i + 1] * b[i + 1];
            sum2 += a[i + 2] * b[i + 2];
            sum3 += a[i + 3] * b[i + 3];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }

    /** @param found numbers of what each search found, at most ten each */
    double recall(List<int[]> found) {
        long hits = 0;
        for (int i = 0; i < found.size(); i++) {
            for (int number : found.get(i)) {
                hits += nearest.get(i).get(number) ? 1 : 0;
            }
        }
        return (double) hits / ((long) NEAREST * found.size());
    }
}
