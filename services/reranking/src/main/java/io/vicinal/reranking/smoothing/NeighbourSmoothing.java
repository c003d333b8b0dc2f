package io.vicinal.reranking.smoothing;

import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.Explanation.Neighbour;
import io.vicinal.contracts.search.Explanation.Smoothing;
import io.vicinal.reranking.sketch.Sketches;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Documents that are near to good documents are likely good: each score becomes {@code (1 − share) × own + share ×} the mean of its
 * nearest fellow candidates' scores, weighted by the softmax of the cosines of their sketches (Diaz, "Regularizing ad hoc
 * retrieval scores", CIKM 2005). Passages of one document are no fellows of each other.
 */
public final class NeighbourSmoothing {
    /** All three measured together, see docs/decisions/0027; one setting for all collections. */
    public static final double DEFAULT_SHARE = 0.3;

    static final int NEIGHBOURS = 5;
    static final double TEMPERATURE = 0.1;
    /** Those that are compared with each other, for their pairs grow with the square; the rest keep their scores. */
    static final int MOST = 250;

    private static final int NONE = -1;

    private final List<Signals> candidates;
    private final double[] own;
    private final double share;
    private final double[] smoothed;
    /** Of each of the compared, the nearest first. */
    private final int[][] neighbours;
    /** With each neighbour. */
    private final double[][] cosines;

    /**
     * @param scores of the candidates, fused
     * @param bestFirst the candidates by score
     * @param share from 0 to 1
     * @throws io.vicinal.contracts.error.ProblemException where sketches differ in length
     */
    public NeighbourSmoothing(List<Signals> candidates, double[] scores, int[] bestFirst, double share) {
        this.candidates = candidates;
        this.own = scores;
        this.share = share;
        this.smoothed = scores.clone();
        this.neighbours = new int[scores.length][];
        this.cosines = new double[scores.length][];
        int[] compared = Arrays.stream(bestFirst)
                .filter(i -> Sketches.has(candidates.get(i)))
                .limit(MOST)
                .toArray();
        compare(new Sketches(candidates, compared), compared);
        for (int i : compared) {
            double mean = mean(i);
            smoothed[i] = Double.isNaN(mean) ? own[i] : (1 - share) * own[i] + share * mean;
        }
    }

    /** {@code double[candidates]}. */
    public double[] scores() {
        return smoothed;
    }

    /** How a candidate's score came about; null where it has no fellow and its score stands for itself. */
    public @Nullable Smoothing explain(int candidate) {
        double mean = mean(candidate);
        if (Double.isNaN(mean)) {
            return null;
        }
        List<Neighbour> nearest = new ArrayList<>();
        double sum = IntStream.range(0, count(candidate))
                .mapToDouble(n -> weight(candidate, n))
                .sum();
        for (int n = 0; n < count(candidate); n++) {
            int neighbour = neighbours[candidate][n];
            nearest.add(new Neighbour(
                    candidates.get(neighbour).documentId(),
                    cosines[candidate][n],
                    weight(candidate, n) / sum,
                    own[neighbour]));
        }
        return new Smoothing(share, mean, nearest, smoothed[candidate]);
    }

    private void compare(Sketches sketches, int[] compared) {
        int[] documents = new int[compared.length];
        double[] farthest = new double[compared.length];
        Map<String, Integer> numbers = new HashMap<>();
        for (int a = 0; a < compared.length; a++) {
            int i = compared[a];
            documents[a] = numbers.computeIfAbsent(candidates.get(i).documentId(), _ -> numbers.size());
            farthest[a] = Double.NEGATIVE_INFINITY;
            neighbours[i] = new int[NEIGHBOURS];
            cosines[i] = new double[NEIGHBOURS];
            Arrays.fill(neighbours[i], NONE);
        }
        // Better scored ones come first, and of equally near ones those that came first stay.
        double[] row = new double[compared.length];
        for (int a = 0; a < compared.length; a++) {
            sketches.cosines(a, a + 1, row);
            for (int b = a + 1; b < compared.length; b++) {
                if (documents[a] == documents[b]) {
                    continue;
                }
                double cosine = row[b];
                if (cosine > farthest[a]) {
                    farthest[a] = insert(compared[a], compared[b], cosine);
                }
                if (cosine > farthest[b]) {
                    farthest[b] = insert(compared[b], compared[a], cosine);
                }
            }
        }
    }

    /** @return how near one must be to be nearer than the last of them */
    private double insert(int candidate, int neighbour, double cosine) {
        int[] nearest = neighbours[candidate];
        double[] near = cosines[candidate];
        int place = NEIGHBOURS - 1;
        while (place > 0 && (nearest[place - 1] == NONE || cosine > near[place - 1])) {
            nearest[place] = nearest[place - 1];
            near[place] = near[place - 1];
            place--;
        }
        nearest[place] = neighbour;
        near[place] = cosine;
        return nearest[NEIGHBOURS - 1] == NONE ? Double.NEGATIVE_INFINITY : near[NEIGHBOURS - 1];
    }

    /** NaN where it has no neighbour. */
    private double mean(int candidate) {
        double sum = 0;
        double total = 0;
        for (int n = 0; n < count(candidate); n++) {
            double weight = weight(candidate, n);
            sum += weight * own[neighbours[candidate][n]];
            total += weight;
        }
        return sum / total;
    }

    /** Not divided by their sum yet. */
    private double weight(int candidate, int n) {
        return Math.exp((cosines[candidate][n] - 1) / TEMPERATURE);
    }

    private int count(int candidate) {
        int[] nearest = neighbours[candidate];
        if (nearest == null) {
            return 0;
        }
        int count = 0;
        while (count < nearest.length && nearest[count] != NONE) {
            count++;
        }
        return count;
    }
}
