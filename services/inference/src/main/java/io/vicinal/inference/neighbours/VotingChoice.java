package io.vicinal.inference.neighbours;

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

    /**
     * In nats over all, for what is further from {@link Voting#DEFAULT}: with a dozen examples every choice is chance. By an
     * order of magnitude in temperature or base, or from one neighbour to twenty.
     */
    private static final double CAUTION = 1;

    /** @param loss mean of {@code −ln p(label)}, leaving each out */
    public record Chosen(Voting voting, double loss) {}

    /**
     * A document with several labels votes for each with an equal part, and counts as one of each, in the same parts.
     *
     * @param labels {@code int[documents][]}: of each
     * @param believed of a list and one of its document's labels, the base distribution's share
     */
    public static Chosen choose(NeighbourLists lists, int[][] labels, Believed believed) {
        double[][][] losses = new double[NEIGHBOURS.length][TEMPERATURES.length][BASES.length];
        for (int t = 0; t < TEMPERATURES.length; t++) {
            for (int list = 0; list < lists.size(); list++) {
                int[] own = labels[lists.documents()[list]];
                for (int label : own) {
                    add(losses, lists, list, labels, t, label, 1.0 / own.length, believed.of(list, label));
                }
            }
        }
        return best(losses, lists.size());
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
                all += weight;
                right += Arrays.binarySearch(votes, own) >= 0 ? weight / votes.length : 0;
            }
            for (int b = 0; b < BASES.length; b++) {
                losses[k][t][b] -= part * Math.log((right + BASES[b] * believed) / (all + BASES[b]));
            }
        }
    }

    private static Chosen best(double[][][] losses, int lists) {
        Voting best = Voting.DEFAULT;
        double least = Double.POSITIVE_INFINITY;
        double loss = Double.NaN;
        for (int k = 0; k < NEIGHBOURS.length; k++) {
            for (int t = 0; t < TEMPERATURES.length; t++) {
                for (int b = 0; b < BASES.length; b++) {
                    Voting voting = new Voting(NEIGHBOURS[k], TEMPERATURES[t], BASES[b]);
                    double cautious = losses[k][t][b] + CAUTION * distance(voting);
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

    private static double distance(Voting voting) {
        return Math.abs(Math.log10((double) voting.neighbours() / Voting.DEFAULT.neighbours()))
                + Math.abs(Math.log10(voting.temperature() / Voting.DEFAULT.temperature()))
                + Math.abs(Math.log10(voting.base() / Voting.DEFAULT.base()));
    }

    private VotingChoice() {}
}
