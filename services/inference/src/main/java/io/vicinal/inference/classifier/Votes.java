package io.vicinal.inference.classifier;

import io.vicinal.inference.examples.Examples;
import io.vicinal.inference.matrix.Matrix;
import io.vicinal.inference.neighbours.NeighbourLists;
import io.vicinal.inference.neighbours.Voting;
import io.vicinal.inference.neighbours.VotingChoice;
import io.vicinal.inference.prior.LabelShift;
import io.vicinal.inference.zeroshot.Descriptions;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The voting that is chosen, and how examples vote without themselves.
 *
 * @param descriptions with their temperature, or null
 * @param shares {@code [lists × labels]}
 */
record Votes(Voting voting, @Nullable Descriptions descriptions, Matrix shares) {
    private static final double[] TEMPERATURES = {0.01, 0.015, 0.02, 0.03, 0.04, 0.06, 0.1};

    static Votes choose(NeighbourLists lists, Examples examples, Believed believed) {
        int labels = examples.names().size();
        Descriptions descriptions = believed.descriptions();
        if (descriptions == null) {
            VotingChoice.Chosen chosen = VotingChoice.choose(
                    lists, examples.labels(), examples.texts(), (_, _) -> 1.0 / labels, Voting.DEFAULT);
            return of(chosen.voting(), null, lists, examples, list -> LabelShift.balanced(labels));
        }
        double[][] nearest = new double[lists.size()][];
        for (int list = 0; list < nearest.length; list++) {
            nearest[list] = descriptions.nearest(examples.vectors().row(lists.documents()[list]), labels);
        }
        VotingChoice.Chosen best = null;
        double temperature = Descriptions.DEFAULT_TEMPERATURE;
        for (double tried : TEMPERATURES) {
            double[][] softmax = softmax(nearest, tried);
            VotingChoice.Chosen chosen = VotingChoice.choose(
                    lists,
                    examples.labels(),
                    examples.texts(),
                    (list, label) -> softmax[list][label],
                    Voting.DESCRIBED);
            if (best == null || chosen.loss() < best.loss()) {
                best = chosen;
                temperature = lists.size() == 0 ? temperature : tried;
            }
        }
        double[][] softmax = softmax(nearest, temperature);
        Voting voting = best == null ? Voting.DESCRIBED : best.voting();
        return of(voting, descriptions.with(temperature), lists, examples, list -> softmax[list]);
    }

    private static double[][] softmax(double[][] nearest, double temperature) {
        return Arrays.stream(nearest)
                .map(cosines -> Descriptions.believed(cosines, temperature))
                .toArray(double[][]::new);
    }

    private interface Base {
        double[] of(int list);
    }

    private static Votes of(
            Voting voting, @Nullable Descriptions descriptions, NeighbourLists lists, Examples examples, Base base) {
        Matrix shares = Matrix.zero(lists.size(), examples.names().size());
        for (int list = 0; list < lists.size(); list++) {
            double[] own = voting.shares(lists.labels(list, examples.labels()), lists.of(list), base.of(list));
            for (int c = 0; c < own.length; c++) {
                shares.values()[list * own.length + c] = (float) own[c];
            }
        }
        return new Votes(voting, descriptions, shares);
    }
}
