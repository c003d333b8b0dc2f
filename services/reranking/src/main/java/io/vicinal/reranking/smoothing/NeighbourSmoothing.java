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
 * nearest fellow candidates' scores, weighted by the softmax of their cosines (Diaz, "Regularizing ad hoc retrieval scores",
 * CIKM 2005), which are estimated from their sketches. Passages of one document are no fellows of each other.
 */
public final class NeighbourSmoothing {
    /** Measured with a share of 0.3, see docs/decisions/0022; one setting for all collections. */
    static final int NEIGHBOURS = 5;

    static final double TEMPERATURE = 0.1;
    /** Those that are compared with each other, for their pairs grow with the square; the rest keep their scores. */
    static final int MOST = 500;

    /** Of the default share, what no list exceeds. */
    static final double MOST_SHARE = 0.3;
    /** So many candidates side by side are leant on in full. */
    private static final double FLAT = 8;

    private static final double CONTENTION_TEMPERATURE = 0.1;

    private static final int NONE = -1;

    private final List<Signals> candidates;
    private final double[] own;
    private final double share;
    private final double[] smoothed;
    /** Of each of the compared, the nearest first. */
    private final int[][] neighbours;
    /** How many signs differ from those of each neighbour. */
    private final int[][] differing;

    private final Sketches sketches;
    /** Of a neighbour by how many signs differ. */
    private final double[] weights;

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
        this.differing = new int[scores.length][];
        int[] compared = Arrays.stream(bestFirst)
                .filter(i -> Sketches.has(candidates.get(i)))
                .limit(MOST)
                .toArray();
        this.sketches = new Sketches(candidates, compared);
        this.weights = IntStream.rangeClosed(0, sketches.bits())
                .mapToDouble(apart -> Math.exp(sketches.cosine(apart) / TEMPERATURE))
                .toArray();
        compare(compared);
        for (int i : compared) {
            double mean = mean(i);
            smoothed[i] = Double.isNaN(mean) ? own[i] : (1 - share) * own[i] + share * mean;
        }
    }

    /**
     * How much to lean where it is not said: the less, the more one candidate stands out, since there is nothing to be told
     * apart then. The measure is how many candidates contend for the first place: 1 / Σ p², p being the softmax of the scores
     * scaled to [0, 1] (Simpson's index, inverted).
     *
     * @param scores at least one
     * @return from 0 to {@value #MOST_SHARE}
     */
    public static double share(double[] scores) {
        double max = Arrays.stream(scores).max().orElseThrow();
        double range = max - Arrays.stream(scores).min().orElseThrow();
        double scale = range > 0 ? 1 / (range * CONTENTION_TEMPERATURE) : 0;
        double sum = 0;
        double squares = 0;
        for (double score : scores) {
            double part = Math.exp((score - max) * scale);
            sum += part;
            squares += part * part;
        }
        return MOST_SHARE * Math.min(1, sum * sum / squares / FLAT);
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
                    sketches.cosine(differing[candidate][n]),
                    weight(candidate, n) / sum,
                    own[neighbour]));
        }
        return new Smoothing(share, mean, nearest, smoothed[candidate]);
    }

    private void compare(int[] compared) {
        int[] documents = new int[compared.length];
        int[] farthest = new int[compared.length];
        Map<String, Integer> numbers = new HashMap<>();
        for (int a = 0; a < compared.length; a++) {
            int i = compared[a];
            documents[a] = numbers.computeIfAbsent(candidates.get(i).documentId(), _ -> numbers.size());
            farthest[a] = Integer.MAX_VALUE;
            neighbours[i] = new int[NEIGHBOURS];
            differing[i] = new int[NEIGHBOURS];
            Arrays.fill(neighbours[i], NONE);
        }
        // Better scored ones come first, and of equally near ones those that came first stay.
        int[] aparts = new int[compared.length];
        for (int a = 0; a < compared.length; a++) {
            sketches.apart(a, a + 1, aparts);
            for (int b = a + 1; b < compared.length; b++) {
                if (documents[a] == documents[b]) {
                    continue;
                }
                int apart = aparts[b];
                if (apart < farthest[a]) {
                    farthest[a] = insert(compared[a], compared[b], apart);
                }
                if (apart < farthest[b]) {
                    farthest[b] = insert(compared[b], compared[a], apart);
                }
            }
        }
    }

    /** @return how far one may be to be nearer than the last of them */
    private int insert(int candidate, int neighbour, int apart) {
        int[] nearest = neighbours[candidate];
        int[] distances = differing[candidate];
        int place = NEIGHBOURS - 1;
        while (place > 0 && (nearest[place - 1] == NONE || apart < distances[place - 1])) {
            nearest[place] = nearest[place - 1];
            distances[place] = distances[place - 1];
            place--;
        }
        nearest[place] = neighbour;
        distances[place] = apart;
        return nearest[NEIGHBOURS - 1] == NONE ? Integer.MAX_VALUE : distances[NEIGHBOURS - 1];
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
        return weights[differing[candidate][n]];
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
