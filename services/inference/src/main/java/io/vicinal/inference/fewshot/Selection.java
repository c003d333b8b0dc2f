package io.vicinal.inference.fewshot;

import io.vicinal.inference.matrix.Matrix;
import io.vicinal.matrix.Products;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses examples one after the other. Where labels take turns, the next is of a label that has had the fewest, of several the
 * one whose nearest document is nearest to the text: with as many labels as examples, each of the nearest has one. Among those
 * whose turn it is, or all, maximal marginal relevance decides (Carbonell and Goldstein, SIGIR 1998): the greatest
 * {@code (1 − diversity) × similarity to the text − diversity ×} similarity to the most similar of those taken. Both are cosines
 * of the same kind and so are not scaled. {@code O(pool)} a choice, after {@code O(pool² × dimensions)} once.
 *
 * <p>Reranking has the same criterion for hits, on sketches and scores of signals; here there are vectors, and turns.
 */
public final class Selection {
    private final List<Candidate> pool;
    private final double diversity;
    /** {@code int[pool][]}: numbers of the labels that take turns; one for all where they do not. */
    private final int[][] labels;
    /** {@code float[pool × pool]}: cosines. */
    private final float[] cosines;

    private State now;

    /** What has been taken, and what that means for the rest. */
    private record State(boolean[] open, double[] closest, int[] had) {
        State copy() {
            return new State(open.clone(), closest.clone(), had.clone());
        }
    }

    /**
     * @param pool nearest first, in which each document is once
     * @param diversity from 0 to 1
     */
    public Selection(List<Candidate> pool, double diversity, boolean balanced) {
        this.pool = List.copyOf(pool);
        this.diversity = diversity;
        Map<String, Integer> numbers = new LinkedHashMap<>(); // the label of the nearest first
        this.labels = pool.stream()
                .map(candidate -> (balanced ? candidate.labels() : List.of("any"))
                        .stream()
                                .mapToInt(label -> numbers.computeIfAbsent(label, _ -> numbers.size()))
                                .toArray())
                .toArray(int[][]::new);
        Matrix vectors = Matrix.ofUnit(pool.stream().map(Candidate::vector).toList());
        this.cosines = new float[vectors.rows() * vectors.rows()];
        Products.best()
                .dots(
                        vectors.values(),
                        0,
                        vectors.rows(),
                        vectors.values(),
                        0,
                        vectors.rows(),
                        vectors.columns(),
                        cosines);
        boolean[] open = new boolean[pool.size()];
        Arrays.fill(open, true);
        this.now = new State(open, new double[pool.size()], new int[numbers.size()]);
    }

    /** The next so many, fewer where there are no more; none is taken yet. */
    public List<Candidate> next(int count) {
        State ahead = now.copy();
        List<Candidate> next = new ArrayList<>(count);
        for (int best = best(ahead); best >= 0 && next.size() < count; best = best(ahead)) {
            take(best, ahead);
            next.add(pool.get(best));
        }
        return next;
    }

    /** One of those that came next is an example: the others are to differ from it. */
    public void take(Candidate candidate) {
        take(pool.indexOf(candidate), now);
    }

    /** One of those that came next is none, and does not come again. */
    public void leave(Candidate candidate) {
        now.open()[pool.indexOf(candidate)] = false;
    }

    private void take(int taken, State state) {
        state.open()[taken] = false;
        for (int label : labels[taken]) {
            state.had()[label]++;
        }
        for (int i = 0; i < pool.size(); i++) {
            state.closest()[i] = Math.max(state.closest()[i], cosines[taken * pool.size() + i]);
        }
    }

    private int best(State state) {
        int turn = turn(state);
        int best = -1;
        for (int i = 0; i < pool.size(); i++) {
            boolean isIts = turn >= 0 && state.open()[i] && holds(labels[i], turn);
            if (isIts && (best < 0 || value(i, state) > value(best, state))) {
                best = i;
            }
        }
        return best;
    }

    private static boolean holds(int[] own, int label) {
        for (int one : own) {
            if (one == label) {
                return true;
            }
        }
        return false;
    }

    /** The label whose turn it is, of those that have a document left; -1 where none has. */
    private int turn(State state) {
        int turn = -1;
        for (int i = 0; i < pool.size(); i++) {
            for (int label : state.open()[i] ? labels[i] : new int[0]) {
                int had = state.had()[label];
                if (turn < 0 || had < state.had()[turn] || (had == state.had()[turn] && label < turn)) {
                    turn = label;
                }
            }
        }
        return turn;
    }

    private double value(int candidate, State state) {
        return (1 - diversity) * pool.get(candidate).similarity() - diversity * state.closest()[candidate];
    }
}
