package io.vicinal.inference.neighbours;

import io.vicinal.inference.examples.Caution;
import java.util.Arrays;

/**
 * How many neighbours vote, how sharply, and how much the base counts: the most likely by leave-one-out, over a grid, from one
 * set of neighbour lists. Costs {@code lists × width × temperatures}, and a logarithm for each point of the grid.
 */
public final class VotingChoice {
    public static final int WIDTH = 50;
    static final int[] NEIGHBOURS = {1, 2, 3, 5, 7, 10, 15, 20, 30, WIDTH};
    static final double[] TEMPERATURES = {0.005, 0.01, 0.015, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2};
    static final double[] BASES = {0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30};

    /** @param loss mean of {@code −ln p(label)}, leaving each out */
    public record Chosen(Voting voting, double loss) {}

    /**
     * A document with several labels votes for each with an equal part, and counts as one of each, in the same parts. The votes
     * for a list's own label count {@code texts / (texts − 1)}, because of its examples one was left out and of the others none:
     * with two of each, half its votes are missing.
     *
     * @param labels {@code int[documents][]}: of each
     * @param texts {@code int[labels]}: how many examples a label has, at least 2 for that of a list
     * @param believed of a list and one of its document's labels, the base distribution's share
     * @param from where nothing tells; others are an order of magnitude in neighbours, temperature or base away for each measure
     *     of {@link Caution} that they gain
     */
    public static Chosen choose(NeighbourLists lists, int[][] labels, int[] texts, Believed believed, Voting from) {
        double[][][] losses = new double[NEIGHBOURS.length][TEMPERATURES.length][BASES.length];
        for (int t = 0; t < TEMPERATURES.length; t++) {
            for (int list = 0; list < lists.size(); list++) {
                int[] own = labels[lists.documents()[list]];
                for (int label : own) {
                    double missing = texts[label] / (texts[label] - 1.0);
                    add(losses, lists, list, labels, t, label, missing, 1.0 / own.length, believed.of(list, label));
                }
            }
        }
        return best(losses, lists.size(), from, Caution.nats(lists.size(), texts));
    }

    /** The base distribution. */
    public interface Believed {
        double of(int list, int label);
    }

    private static void add(
            double[][][] losses,
            NeighbourLists lists,
            int list,
            int[][] labels,
            int t,
            int own,
            double missing,
            double part,
            double believed) {
        int at = list * lists.width();
        double right = 0;
        double all = 0;
        int i = 0;
        for (int k = 0; k < NEIGHBOURS.length; k++) {
            for (; i < Math.min(NEIGHBOURS[k], lists.counts()[list]); i++) {
                double further = lists.similarities()[at + i] - lists.similarities()[at];
                double weight = Math.exp(further / TEMPERATURES[t]);
                int[] votes = labels[lists.neighbours()[at + i]];
                double mine = Arrays.binarySearch(votes, own) >= 0 ? weight / votes.length : 0;
                right += mine * missing;
                all += weight + mine * (missing - 1);
            }
            for (int b = 0; b < BASES.length; b++) {
                losses[k][t][b] -= part * Math.log((right + BASES[b] * believed) / (all + BASES[b]));
            }
        }
    }

    private static Chosen best(double[][][] losses, int lists, Voting from, double caution) {
        Voting best = from;
        double least = Double.POSITIVE_INFINITY;
        double loss = Double.NaN;
        for (int k = 0; k < NEIGHBOURS.length; k++) {
            for (int t = 0; t < TEMPERATURES.length; t++) {
                for (int b = 0; b < BASES.length; b++) {
                    Voting voting = new Voting(NEIGHBOURS[k], TEMPERATURES[t], BASES[b]);
                    double cautious = losses[k][t][b] + caution * distance(voting, from);
                    if (cautious < least) {
                        least = cautious;
                        best = voting;
                        loss = losses[k][t][b];
                    }
                }
            }
        }
        return new Chosen(best, lists == 0 ? Double.NaN : loss / lists);
    }

    private static double distance(Voting voting, Voting from) {
        return Math.abs(Math.log10((double) voting.neighbours() / from.neighbours()))
                + Math.abs(Math.log10(voting.temperature() / from.temperature()))
                + Math.abs(Math.log10(voting.base() / from.base()));
    }

    private VotingChoice() {}
}
