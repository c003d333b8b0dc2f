package io.vicinal.inference.classifier;

import io.vicinal.inference.examples.Examples;
import io.vicinal.inference.matrix.Matrix;
import io.vicinal.inference.neighbours.NeighbourLists;
import io.vicinal.inference.neighbours.Rescoring;
import java.util.Arrays;
import java.util.Optional;

/**
 * Whether neighbours had better vote with their late interaction too, by leave-one-out over a sample: where that makes the
 * labels more likely beyond chance (two standard errors of the differences, each example with itself) and by enough to be worth
 * what it costs to ask.
 */
final class RescoringChoice {
    private static final double[] WEIGHTS = {0.2, 0.4, 0.6, 0.8, 1};
    private static final double STANDARD_ERRORS = 2;
    /** Of the loss without. */
    private static final double WORTH = 0.02;

    /** @param lists of the sample, by what neighbours vote with */
    record Chosen(Rescoring rescoring, NeighbourLists lists) {}

    static Optional<Chosen> choose(ScoredSample sample, Examples examples, Believed believed) {
        if (sample.size() < TrainingOptions.FEWEST_SCORED) {
            return Optional.empty();
        }
        double[] line = sample.line();
        double[] without = logs(sample.lists(null), examples, believed);
        Chosen best = null;
        double most = 0;
        for (double weight : WEIGHTS) {
            Rescoring rescoring = new Rescoring(weight, line[0], line[1]);
            NeighbourLists lists = sample.lists(rescoring);
            double gain = certainGain(logs(lists, examples, believed), without);
            if (gain > most) {
                most = gain;
                best = new Chosen(rescoring, lists);
            }
        }
        return Optional.ofNullable(best);
    }

    /** In nats an example; 0 where it may be chance, or is not worth it. */
    private static double certainGain(double[] with, double[] without) {
        double[] gains = new double[with.length];
        for (int i = 0; i < gains.length; i++) {
            gains[i] = with[i] - without[i];
        }
        double mean = Arrays.stream(gains).average().orElseThrow();
        double variance =
                Arrays.stream(gains).map(gain -> (gain - mean) * (gain - mean)).sum() / (gains.length - 1);
        double loss = -Arrays.stream(without).average().orElseThrow();
        boolean isChance = mean <= STANDARD_ERRORS * Math.sqrt(variance / gains.length);
        return isChance || mean < WORTH * loss ? 0 : mean;
    }

    /** {@code double[lists]}: of each example the mean log probability of its labels. */
    private static double[] logs(NeighbourLists lists, Examples examples, Believed believed) {
        Matrix shares = Votes.choose(lists, examples, believed).shares();
        double[] logs = new double[lists.size()];
        for (int list = 0; list < logs.length; list++) {
            int[] own = examples.labels()[lists.documents()[list]];
            for (int label : own) {
                logs[list] += Math.log(shares.values()[list * shares.columns() + label]) / own.length;
            }
        }
        return logs;
    }

    private RescoringChoice() {}
}
