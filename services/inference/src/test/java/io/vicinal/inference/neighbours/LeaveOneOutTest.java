package io.vicinal.inference.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.inference.Clusters;
import io.vicinal.inference.examples.Example;
import io.vicinal.inference.examples.Examples;
import io.vicinal.inference.matrix.Blocks;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeaveOneOutTest {
    private static NeighbourLists lists(Examples examples, int width) {
        int[] all = IntStream.range(0, examples.count()).toArray();
        try (Blocks blocks = new Blocks(2)) {
            return LeaveOneOut.lists(examples.vectors(), examples.same(), all, width, blocks);
        }
    }

    @Test
    void findsTheNearestOthers() {
        List<Example> all = new Clusters(7, 0.5, 1).examples(100);
        Examples examples = Examples.of(Clusters.sample(all));
        NeighbourLists lists = lists(examples, 9);
        for (int list = 0; list < lists.size(); list++) {
            String own = examples.documentIds().get(list);
            float[] vector = examples.vectors().row(list);
            List<Example> others = all.stream()
                    .filter(example -> !example.documentId().equals(own))
                    .toList();
            List<Neighbour> expected = Clusters.neighbours(vector, others, 9);
            double[] cosines = lists.of(list);
            assertThat(cosines).hasSize(9);
            for (int i = 0; i < 9; i++) {
                assertThat(cosines[i]).isCloseTo(expected.get(i).similarity(), within(1e-5));
                int neighbour = lists.neighbours()[list * 9 + i];
                assertThat(Clusters.cosine(vector, examples.vectors().row(neighbour)))
                        .isCloseTo(cosines[i], within(1e-5));
            }
        }
    }

    @Test
    void theSameTextIsNoNeighbour() {
        List<Example> twice = new ArrayList<>();
        for (Example example : new Clusters(2, 0.5, 1).examples(3)) {
            twice.add(example);
            twice.add(new Example(example.documentId() + "-again", example.vector(), example.labels()));
        }
        NeighbourLists lists = lists(Examples.of(Clusters.sample(twice)), 100);
        assertThat(lists.counts()).containsOnly(10);
        assertThat(lists.of(0)[0]).isLessThan(0.9999f);
    }

    @Test
    void oneAloneHasNone() {
        NeighbourLists lists = lists(Examples.of(Clusters.sample(new Clusters(1, 0.5, 1).examples(1))), 10);
        assertThat(lists.counts()).containsExactly(0);
    }
}
