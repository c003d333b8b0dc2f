package io.vicinal.inference.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.inference.Clusters;
import io.vicinal.inference.examples.Example;
import io.vicinal.inference.examples.Examples;
import io.vicinal.inference.matrix.Blocks;
import io.vicinal.inference.matrix.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeadTrainerTest {
    private static Optional<HeadTrainer.Trained> train(Examples examples, int threads) {
        try (Blocks blocks = new Blocks(threads)) {
            return HeadTrainer.train(
                    examples, IntStream.range(0, examples.count()).toArray(), blocks);
        }
    }

    private static int first(double[] logs) {
        return IntStream.range(0, logs.length)
                .reduce((a, b) -> logs[b] > logs[a] ? b : a)
                .orElseThrow();
    }

    @Test
    void tellsLabelsOfTextsThatItDidNotSee() {
        Clusters clusters = new Clusters(6, 0.8, 1);
        Head head = train(Examples.of(Clusters.sample(clusters.examples(50))), 2)
                .orElseThrow()
                .head();
        int right = 0;
        for (int i = 0; i < 600; i++) {
            right += first(head.logs(Matrix.ofUnit(List.of(clusters.of(i % 6))).row(0))) == i % 6 ? 1 : 0;
        }
        assertThat(right).isGreaterThan(590);
    }

    /** Its boundary is no distance: what tells labels apart is one direction among many that do not. */
    @Test
    void findsADirectionThatNeighboursDoNot() {
        Random random = new Random(2);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            examples.add(new Example("d" + i, lopsided(random, i % 2), List.of("l" + i % 2)));
        }
        Head head =
                train(Examples.of(Clusters.sample(examples)), 2).orElseThrow().head();
        int right = 0;
        for (int i = 0; i < 600; i++) {
            right += first(head.logs(Matrix.ofUnit(List.of(lopsided(random, i % 2)))
                                    .row(0)))
                            == i % 2
                    ? 1
                    : 0;
        }
        assertThat(right).isGreaterThan(560);
    }

    private static float[] lopsided(Random random, int label) {
        float[] vector = new float[64];
        for (int c = 1; c < vector.length; c++) {
            vector[c] = (float) random.nextGaussian();
        }
        vector[0] = (float) (label == 0 ? 2 + random.nextGaussian() / 3 : -2 + random.nextGaussian() / 3);
        return vector;
    }

    @Test
    void heldOutProbabilitiesAreOfWhatItDidNotSee() {
        List<Example> noise = new ArrayList<>();
        Clusters clusters = new Clusters(2, 1, 4);
        for (int i = 0; i < 200; i++) {
            noise.add(new Example("d" + i, clusters.stranger(), List.of("l" + i % 2)));
        }
        Examples examples = Examples.of(Clusters.sample(noise));
        HeadTrainer.Trained trained = train(examples, 1).orElseThrow();
        assertThat(trained.loss()).as("labels by chance").isCloseTo(Math.log(2), within(0.1));
        Matrix heldOut = trained.heldOut();
        for (int row = 0; row < heldOut.rows(); row++) {
            double sum = Math.exp(heldOut.values()[2 * row]) + Math.exp(heldOut.values()[2 * row + 1]);
            assertThat(sum).isCloseTo(1, within(1e-4));
        }
    }

    @Test
    void isTheSameWithOneThreadAndTwo() {
        Examples examples = Examples.of(Clusters.sample(new Clusters(5, 1, 5).examples(250)));
        assertThat(train(examples, 1).orElseThrow().head().weights())
                .isEqualTo(train(examples, 2).orElseThrow().head().weights());
    }

    @Test
    void aLabelWithOneExampleIsUnknownWhereThatIsLeftOut() {
        List<Example> examples = new ArrayList<>(new Clusters(2, 0.5, 6).examples(20));
        examples.add(new Example("rare", new Clusters(1, 0, 7).of(0), List.of("rare")));
        Examples all = Examples.of(Clusters.sample(examples));
        HeadTrainer.Trained trained = train(all, 1).orElseThrow();
        int row = all.documentIds().indexOf("rare");
        assertThat(trained.heldOut().values()[row * 3 + all.names().indexOf("rare")])
                .isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(trained.head().labels()).containsExactly(0, 1, 2);
    }

    @Test
    void thereIsNoneWhereThereIsNothingToTellApart() {
        assertThat(train(Examples.of(Clusters.sample(new Clusters(1, 0.5, 8).examples(50))), 1))
                .isEmpty();
        assertThat(train(Examples.of(Clusters.sample(new Clusters(2, 0.5, 8).examples(2))), 1))
                .isEmpty();
    }

    @Test
    void theSameTextIsInOneFold() {
        List<Example> twice = new ArrayList<>();
        for (Example example : new Clusters(3, 0.5, 9).examples(20)) {
            twice.add(example);
            twice.add(new Example(example.documentId() + "-again", example.vector(), example.labels()));
        }
        Examples examples = Examples.of(Clusters.sample(twice));
        int[] fold = Folds.of(examples, IntStream.range(0, examples.count()).toArray(), 5);
        for (int i = 0; i < fold.length; i++) {
            assertThat(fold[i]).isEqualTo(fold[examples.same()[i]]);
        }
        for (int f = 0; f < 5; f++) {
            assertThat(Folds.labels(examples, Folds.members(fold, f, false))).containsExactly(0, 1, 2);
            assertThat(Folds.members(fold, f, true)).hasSize(24);
        }
        assertThat(Arrays.stream(fold).max().getAsInt()).isEqualTo(4);
    }
}
