package io.vicinal.inference.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.inference.Clusters;
import io.vicinal.inference.examples.Examples;
import io.vicinal.inference.matrix.Blocks;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VotingTest {
    @Test
    void votesWeighLessTheFurtherTheyAre() {
        Voting voting = new Voting(2, 0.1, 1);
        assertThat(voting.weights(new double[] {0.9, 0.8, 0.1}))
                .containsExactly(new double[] {1, Math.exp(-1)}, within(1e-9));
        double[] shares = voting.shares(
                new int[][] {{0}, {1}, {2}}, new double[] {0.9, 0.8, 0.1}, new double[] {0.25, 0.25, 0.5});
        double all = 1 + 1 + Math.exp(-1);
        assertThat(shares)
                .containsExactly(new double[] {1.25 / all, (0.25 + Math.exp(-1)) / all, 0.5 / all}, within(1e-9));
    }

    @Test
    void withoutNeighboursTheBaseDecides() {
        assertThat(Voting.DEFAULT.shares(new int[0][], new double[0], new double[] {0.2, 0.8}))
                .containsExactly(new double[] {0.2, 0.8}, within(1e-9));
    }

    @Test
    void refusesWhatMakesNoWeights() {
        assertThatThrownBy(() -> new Voting(0, 0.1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Voting(1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Voting(1, Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Of all points of the grid, by plain loops, none is more likely by more than caution. */
    @Test
    void choosesTheMostLikelyByLeaveOneOut() {
        Examples examples = Examples.of(Clusters.sample(new Clusters(5, 1.2, 3).examples(60)));
        NeighbourLists lists;
        try (Blocks blocks = new Blocks(1)) {
            int[] all = IntStream.range(0, examples.count()).toArray();
            lists = LeaveOneOut.lists(examples.vectors(), examples.same(), all, VotingChoice.WIDTH, blocks);
        }
        VotingChoice.Chosen chosen =
                VotingChoice.choose(lists, examples.labels(), examples.texts(), (_, _) -> 0.2, Voting.DEFAULT);
        double own = loss(chosen.voting(), lists, examples);
        assertThat(chosen.loss()).isCloseTo(own, within(0.02));
        for (int neighbours : VotingChoice.NEIGHBOURS) {
            for (double temperature : VotingChoice.TEMPERATURES) {
                for (double base : VotingChoice.BASES) {
                    double other = loss(new Voting(neighbours, temperature, base), lists, examples);
                    assertThat(own).isLessThan(other + 0.02);
                }
            }
        }
        assertThat(chosen.voting().neighbours())
                .as("labels that overlap want many")
                .isGreaterThan(10);
    }

    private static double loss(Voting voting, NeighbourLists lists, Examples examples) {
        double[] uniform = new double[5];
        Arrays.fill(uniform, 0.2);
        return IntStream.range(0, lists.size())
                .mapToDouble(list -> -Math.log(voting.shares(
                                lists.labels(list, examples.labels()), lists.of(list), uniform)[examples.label(list)]))
                .average()
                .orElseThrow();
    }

    @Test
    void withHardlyAnyExamplesItStaysNearTheDefault() {
        Examples examples = Examples.of(Clusters.sample(new Clusters(2, 0.3, 3).examples(2)));
        try (Blocks blocks = new Blocks(1)) {
            NeighbourLists lists = LeaveOneOut.lists(
                    examples.vectors(), examples.same(), new int[] {0, 1, 2, 3}, VotingChoice.WIDTH, blocks);
            Voting voting = VotingChoice.choose(
                            lists, examples.labels(), examples.texts(), (_, _) -> 0.5, Voting.DEFAULT)
                    .voting();
            assertThat(voting.base()).isBetween(0.003, 3.0);
            assertThat(voting.temperature()).isBetween(0.003, 0.3);
        }
    }
}
