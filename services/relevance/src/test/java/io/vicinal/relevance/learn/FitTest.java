package io.vicinal.relevance.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.relevance.model.Logit;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FitTest {
    private static final int WIDTH = Rows.WIDTH;

    /** Rows whose labels follow weights, with the factor of the list and the default's log odds given. */
    private static Rows rows(int count, double[] weights, float anything, float place, long seed) {
        Random random = new Random(seed);
        float[] columns = new float[count * WIDTH];
        float[] relevant = new float[count];
        float[] weight = new float[count];
        float[] anythings = new float[count];
        float[] places = new float[count];
        Arrays.fill(anythings, anything);
        Arrays.fill(places, place);
        for (int row = 0; row < count; row++) {
            double logit = place + weights[WIDTH];
            for (int c = 0; c < WIDTH; c++) {
                columns[row * WIDTH + c] = (float) random.nextGaussian();
                logit += weights[c] * columns[row * WIDTH + c];
            }
            relevant[row] = random.nextDouble() < anything * Logit.logistic(logit) ? 1 : 0;
            weight[row] = 0.5f + random.nextFloat();
        }
        return new Rows(columns, anythings, places, relevant, weight, new int[] {count});
    }

    private static double[] weights(double... first) {
        return Arrays.copyOf(first, WIDTH + 1);
    }

    @Test
    void findsTheWeightsThatTheLabelsCameFrom() {
        double[] truth = weights(0.7, -0.4, 0, 0.2);
        truth[WIDTH] = -1;
        Rows rows = rows(100_000, truth, 1, 0.5f, 1);
        assertThat(Fit.fit(rows, rows.columns())).containsExactly(truth, within(0.05));
    }

    @Test
    void andWhereTheListAsAWholeIsDoubtful() {
        double[] truth = weights(0.7, -0.4, 0, 0.2);
        Rows rows = rows(100_000, truth, 0.6f, 0, 2);
        assertThat(Fit.fit(rows, rows.columns())).containsExactly(truth, within(0.05));
    }

    @Test
    void nothingNearIsMoreLikely() {
        Rows rows = rows(500, weights(1, 0.5, -0.5), 0.8f, -0.3f, 3);
        double[] fitted = Fit.fit(rows, rows.columns());
        double best = objective(rows, fitted);
        for (int c = 0; c <= WIDTH; c++) {
            for (double step : new double[] {-1e-3, 1e-3}) {
                double[] near = fitted.clone();
                near[c] += step;
                assertThat(objective(rows, near)).as("weight %s, %s", c, step).isLessThan(best);
            }
        }
    }

    /** What the class says that it maximises, written down once more. */
    private static double objective(Rows rows, double[] weights) {
        double sum = 0;
        for (int row = 0; row < rows.count(); row++) {
            double logit = rows.place()[row] + weights[WIDTH];
            for (int c = 0; c < WIDTH; c++) {
                logit += weights[c] * rows.columns()[row * WIDTH + c];
            }
            double p = rows.anything()[row] / (1 + Math.exp(-logit));
            double y = rows.relevant()[row];
            sum += rows.weight()[row] * (y * Math.log(p) + (1 - y) * Math.log(1 - p));
        }
        for (int c = 0; c < WIDTH; c++) {
            sum -= Fit.PRECISION / 2 * weights[c] * weights[c];
        }
        return sum - 0.1 / 2 * weights[WIDTH] * weights[WIDTH];
    }

    @Test
    void withFewLabelsStaysNearTheDefault() {
        double[] truth = weights(2);
        Rows few = rows(10, truth, 1, 0, 4);
        Rows many = rows(10_000, truth, 1, 0, 4);
        assertThat(Math.abs(Fit.fit(few, few.columns())[0])).isLessThan(0.7);
        assertThat(Fit.fit(many, many.columns())[0]).isCloseTo(2, within(0.1));
    }

    @Test
    void aColumnThatIsTheSameEverywhereOrMissingHasNoWeightAndDisturbsNone() {
        double[] truth = weights(0, 0, 0.8);
        Rows rows = rows(50_000, truth, 1, 0, 5);
        for (int row = 0; row < rows.count(); row++) {
            rows.columns()[row * WIDTH] = 42;
            rows.columns()[row * WIDTH + 1] = Float.NaN;
        }
        Standard standard = Standard.of(rows);
        assertThat(standard.deviation()[0]).isZero();
        assertThat(standard.deviation()[1]).isZero();
        double[] fitted = Fit.fit(rows, standard.applied(rows));
        assertThat(fitted).containsExactly(truth, within(0.05));
        assertThat(fitted[0]).isZero();
        assertThat(fitted[1]).isZero();
    }

    @Test
    void halfAMillionRowsTakeSeconds() {
        Rows rows = rows(500_000, weights(0.7, -0.4), 0.9f, 0, 6);
        long began = System.nanoTime();
        Fit.fit(rows, Standard.of(rows).applied(rows));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }
}
