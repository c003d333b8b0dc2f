package io.vicinal.inference.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.inference.Clusters;
import io.vicinal.inference.examples.Sample;
import io.vicinal.inference.matrix.UnitVector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class RegressionTest {
    private static final int DIMENSIONS = 6;

    private final Random random = new Random(1);

    private float[] vector() {
        float[] vector = new float[DIMENSIONS];
        for (int c = 0; c < DIMENSIONS; c++) {
            vector[c] = (float) random.nextGaussian();
        }
        return UnitVector.of(vector);
    }

    private List<NumericExample> examples(int count, ToDoubleFunction<float[]> value) {
        List<NumericExample> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] vector = vector();
            examples.add(new NumericExample("d" + i, vector, value.applyAsDouble(vector)));
        }
        return examples;
    }

    private static Regressor train(List<NumericExample> examples) {
        Sample<NumericExample> sample = RegressionTrainer.sample();
        examples.forEach(sample::add);
        return new Regressor(RegressionTrainer.train(sample, 2));
    }

    private static List<NumericNeighbour> neighbours(float[] vector, List<NumericExample> examples) {
        return examples.stream()
                .map(example -> new NumericNeighbour(
                        example.documentId(),
                        example.value(),
                        Clusters.cosine(vector, example.vector()),
                        example.vector()))
                .sorted(Comparator.comparingDouble(NumericNeighbour::similarity).reversed())
                .limit(LocalSetting.MOST_NEIGHBOURS)
                .toList();
    }

    /** Noise that is five times as large on one side as on the other. */
    private double noisy(float[] vector) {
        return 3 * vector[0] + (vector[1] > 0 ? 1.0 : 0.2) * random.nextGaussian();
    }

    @Test
    void intervalsHoldWhatTheySay() {
        List<NumericExample> examples = examples(1500, this::noisy);
        Regressor regressor = train(examples);
        int held = 0;
        double wide = 0;
        double narrow = 0;
        int n = 2000;
        for (int i = 0; i < n; i++) {
            float[] vector = vector();
            Estimate estimate = regressor.regress(vector, neighbours(vector, examples), 0.9);
            double truth = noisy(vector);
            held += truth >= estimate.from() && truth <= estimate.to() ? 1 : 0;
            if (vector[1] > 0) {
                wide += estimate.to() - estimate.from();
            } else {
                narrow += estimate.to() - estimate.from();
            }
        }
        assertThat((double) held / n).isBetween(0.88, 0.92);
        assertThat(wide).as("where numbers scatter more").isGreaterThan(1.3 * narrow);
    }

    @Test
    void aPlaneIsFittedWhereNumbersLieOnOne() {
        List<NumericExample> examples = examples(500, vector -> 10 + 5 * vector[0] - 2 * vector[3]);
        Regressor regressor = train(examples);
        assertThat(regressor.model().setting().method()).isEqualTo(LocalMethod.LINEAR);
        assertThat(regressor.model().report().explained()).isGreaterThan(0.98);
        float[] vector = vector();
        assertThat(regressor.regress(vector, neighbours(vector, examples), 0.9).value())
                .isCloseTo(10 + 5 * vector[0] - 2 * vector[3], within(0.5));
    }

    /** Against ridge regression in its usual form, solved by descent. */
    @Test
    void theDualFormIsRidgeRegression() {
        List<NumericExample> examples = examples(8, this::noisy);
        float[] place = vector();
        double[] values = examples.stream().mapToDouble(NumericExample::value).toArray();
        double[] weights = random.doubles(8, 0.2, 1).toArray();
        List<float[]> rows =
                new ArrayList<>(examples.stream().map(NumericExample::vector).toList());
        rows.add(place);
        double[] products = new double[81];
        for (int i = 0; i < 81; i++) {
            for (int c = 0; c < DIMENSIONS; c++) {
                products[i] += (double) rows.get(i / 9)[c] * rows.get(i % 9)[c];
            }
        }
        double[] centre = new double[DIMENSIONS];
        double all = 0;
        double mean = 0;
        for (int i = 0; i < 8; i++) {
            all += weights[i];
            mean += weights[i] * values[i];
            for (int c = 0; c < DIMENSIONS; c++) {
                centre[c] += weights[i] * rows.get(i)[c];
            }
        }
        double[] slope = new double[DIMENSIONS];
        for (int round = 0; round < 20_000; round++) {
            double[] gradient = new double[DIMENSIONS];
            for (int i = 0; i < 8; i++) {
                double error = mean / all - values[i];
                for (int c = 0; c < DIMENSIONS; c++) {
                    error += slope[c] * (rows.get(i)[c] - centre[c] / all);
                }
                for (int c = 0; c < DIMENSIONS; c++) {
                    gradient[c] += weights[i] * error * (rows.get(i)[c] - centre[c] / all);
                }
            }
            for (int c = 0; c < DIMENSIONS; c++) {
                slope[c] -= 0.1 * (gradient[c] + 0.3 * slope[c]);
            }
        }
        double expected = mean / all;
        for (int c = 0; c < DIMENSIONS; c++) {
            expected += slope[c] * (place[c] - centre[c] / all);
        }
        assertThat(LocalFit.linear(values, weights, products, 9, 0.3).value()).isCloseTo(expected, within(1e-6));
    }

    @Test
    void fewExamplesPromiseNoInterval() {
        List<NumericExample> five = examples(5, this::noisy);
        float[] vector = vector();
        Estimate estimate = train(five).regress(vector, neighbours(vector, five), 0.9);
        assertThat(estimate.value()).isNotNull().isFinite();
        assertThat(estimate.from()).isNull();
        assertThat(train(five).regress(vector, neighbours(vector, five), 0.5).from())
                .isNotNull();
    }

    @Test
    void noneOrOneIsNoNumberThatIsNone() {
        Estimate nothing = train(List.of()).regress(vector(), List.of(), 0.9);
        assertThat(nothing.value()).isNull();
        assertThat(nothing.from()).isNull();
        List<NumericExample> one = examples(1, this::noisy);
        Estimate alone = train(one).regress(vector(), neighbours(vector(), one), 0.9);
        assertThat(alone.value()).isEqualTo(one.getFirst().value());
        assertThat(alone.from()).isNull();
    }

    @Test
    void numbersThatAreAllTheSameAreThat() {
        List<NumericExample> same = examples(100, _ -> 7);
        float[] vector = vector();
        Estimate estimate = train(same).regress(vector, neighbours(vector, same), 0.9);
        assertThat(estimate.value()).isCloseTo(7, within(1e-9));
        assertThat(estimate.to() - estimate.from()).isLessThan(1e-6);
        assertThat(train(same).model().report().explained()).isNull();
    }

    @Test
    void whatCannotBeFittedIsRefused() {
        assertThatThrownBy(() -> train(examples(3, _ -> Double.NaN))).hasMessageContaining("finite");
        assertThatThrownBy(() -> train(examples(3, this::noisy)).regress(vector(), List.of(), 1))
                .hasMessageContaining("coverage");
    }
}
