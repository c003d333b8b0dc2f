package io.vicinal.reranking.diversity;

import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.Diversity;
import io.vicinal.contracts.search.Explanation.Diversified;
import io.vicinal.reranking.fusion.Scale;
import io.vicinal.reranking.sketch.Sketches;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Maximal marginal relevance: the next hit is the one with the greatest {@code lambda × relevance − (1 − lambda) ×} similarity to
 * the most similar of those before it (Carbonell and Goldstein, "The use of MMR, diversity-based reranking", SIGIR 1998), of the
 * best {@link Diversity#CANDIDATES}; the rest follows by score. Relevance is the score scaled to [0, 1] over those. Chosen
 * greedily, with {@code O(wanted × CANDIDATES)} comparisons of sketches, so that a longer list begins with the shorter one.
 */
public final class MarginalRelevance {
    private static final int NONE = -1;

    /**
     * @param hit its place among the hits
     * @param by null for one that was not chosen by its value
     */
    public record Chosen(int hit, @Nullable Diversified by) {}

    private final List<Signals> candidates;
    private final int[] hits;
    private final int first;
    private final int ahead;
    private final double lambda;
    /** Of the first and those that are chosen among. */
    private final Sketches sketches;

    private final double[] relevance;
    private final double[] similarity;
    private final int[] mostSimilar;

    private MarginalRelevance(
            List<Signals> candidates, double[] scores, int[] hits, int first, int ahead, double lambda) {
        this.candidates = candidates;
        this.hits = hits;
        this.first = first;
        this.ahead = ahead;
        this.lambda = lambda;
        int compared = Math.min(hits.length, first + Diversity.CANDIDATES);
        this.sketches = new Sketches(candidates, Arrays.copyOf(hits, compared));
        this.similarity = new double[compared];
        this.mostSimilar = new int[compared];
        Arrays.fill(mostSimilar, NONE);
        double[] own =
                Arrays.stream(hits, first, compared).mapToDouble(i -> scores[i]).toArray();
        Scale scale = Scale.of(own);
        this.relevance = new double[compared];
        for (int hit = first; hit < compared; hit++) {
            relevance[hit] = scale.of(own[hit - first]);
        }
    }

    /**
     * @param scores of the candidates
     * @param hits the candidate that stands for each, best first
     * @param first so many at the beginning stay where they are, and those after them are to differ from them
     * @param ahead so many after those are all chosen before any of the others is; 0 for none
     * @param wanted at most so many are chosen
     */
    public static List<Chosen> choose(
            List<Signals> candidates, double[] scores, int[] hits, int first, int ahead, int wanted, double lambda) {
        return new MarginalRelevance(candidates, scores, hits, first, ahead, lambda).choose(wanted);
    }

    private List<Chosen> choose(int wanted) {
        List<Chosen> chosen = new ArrayList<>();
        for (int hit = 0; hit < first && chosen.size() < wanted; hit++) {
            chosen.add(new Chosen(hit, null));
        }
        boolean[] taken = new boolean[relevance.length];
        for (int hit = 0; hit < first; hit++) {
            taken[hit] = true;
            follow(hit, taken);
        }
        for (int left = relevance.length - first; left > 0 && chosen.size() < wanted; left--) {
            int next = next(taken);
            taken[next] = true;
            chosen.add(new Chosen(next, why(next)));
            follow(next, taken);
        }
        for (int hit = relevance.length; hit < hits.length && chosen.size() < wanted; hit++) {
            chosen.add(new Chosen(hit, null));
        }
        return chosen;
    }

    /** Of equal values the better score's. */
    private int next(boolean[] taken) {
        int next = NONE;
        double best = Double.NEGATIVE_INFINITY;
        for (int hit = first; hit < taken.length; hit++) {
            if (hit == first + ahead && next != NONE) {
                break;
            }
            if (!taken[hit] && (next == NONE || value(hit) > best)) {
                next = hit;
                best = value(hit);
            }
        }
        return next;
    }

    private void follow(int chosen, boolean[] taken) {
        for (int hit = first; hit < taken.length; hit++) {
            if (!taken[hit]) {
                double similar = sketches.cosine(hit, chosen);
                if (mostSimilar[hit] == NONE || similar > similarity[hit]) {
                    similarity[hit] = similar;
                    mostSimilar[hit] = chosen;
                }
            }
        }
    }

    private double value(int hit) {
        return lambda * relevance[hit] - (1 - lambda) * similarity[hit];
    }

    private Diversified why(int hit) {
        int similar = mostSimilar[hit];
        return new Diversified(
                lambda,
                relevance[hit],
                similarity[hit],
                similar == NONE ? null : candidates.get(hits[similar]).documentId(),
                value(hit));
    }
}
