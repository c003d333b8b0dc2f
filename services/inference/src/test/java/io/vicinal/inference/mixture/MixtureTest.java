package io.vicinal.inference.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.inference.matrix.Matrix;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MixtureTest {
    private static double[] mixed(double weight, double[] shares, int[] known, double[] head) {
        double[] logs = shares.clone();
        new Mixture(weight).mix(logs, known, head.clone());
        for (int c = 0; c < logs.length; c++) {
            logs[c] = Math.exp(logs[c]);
        }
        return logs;
    }

    @Test
    void interpolatesLogarithms() {
        double[] head = {Math.log(0.5), Math.log(0.5)};
        double a = Math.sqrt(0.8 * 0.5);
        double b = Math.sqrt(0.2 * 0.5);
        assertThat(mixed(0.5, new double[] {0.8, 0.2}, new int[] {0, 1}, head))
                .containsExactly(new double[] {a / (a + b), b / (a + b)}, within(1e-9));
        assertThat(mixed(0, new double[] {0.8, 0.2}, new int[] {0, 1}, head))
                .containsExactly(new double[] {0.8, 0.2}, within(1e-9));
    }

    @Test
    void whatTheHeadDoesNotKnowKeepsItsVotes() {
        double[] head = {Math.log(0.1), Math.log(0.9)};
        double[] mixed = mixed(1, new double[] {0.3, 0.5, 0.2}, new int[] {0, 2}, head);
        assertThat(mixed).containsExactly(new double[] {0.05, 0.5, 0.45}, within(1e-9));
    }

    @Test
    void aHeadThatIsCertainMakesNoNumberThatIsNone() {
        double[] head = {0, Double.NEGATIVE_INFINITY};
        double[] mixed = mixed(0.5, new double[] {0.5, 0.5}, new int[] {0, 1}, head);
        assertThat(mixed[0]).isBetween(0.999, 1.0);
        assertThat(mixed[0] + mixed[1]).isCloseTo(1, within(1e-9));
    }

    /** Votes that know everything and a head that knows nothing, and the other way around. */
    @Test
    void theBetterOfTheTwoCounts() {
        Random random = new Random(1);
        int n = 500;
        int[] truth = random.ints(n, 0, 2).toArray();
        Matrix good = Matrix.zero(n, 2);
        Matrix bad = Matrix.zero(n, 2);
        for (int row = 0; row < n; row++) {
            boolean right = random.nextDouble() < 0.9;
            good.values()[2 * row + (right ? truth[row] : 1 - truth[row])] = 0.9f;
            good.values()[2 * row + (right ? 1 - truth[row] : truth[row])] = 0.1f;
            float chance = 0.05f + 0.9f * random.nextFloat();
            bad.values()[2 * row] = chance;
            bad.values()[2 * row + 1] = 1 - chance;
        }
        assertThat(MixtureChoice.choose(good, logs(bad), truth, 1).mixture().weight())
                .isLessThan(0.3);
        assertThat(MixtureChoice.choose(bad, logs(good), truth, 1).mixture().weight())
                .isGreaterThan(0.7);
        assertThat(MixtureChoice.choose(good, null, truth, 1).mixture().weight())
                .isZero();
        assertThat(MixtureChoice.choose(good, null, truth, 1).temperature()).isCloseTo(1, within(0.15));
    }

    private static Matrix logs(Matrix shares) {
        Matrix logs = Matrix.zero(shares.rows(), shares.columns());
        for (int i = 0; i < logs.values().length; i++) {
            logs.values()[i] = (float) Math.log(shares.values()[i]);
        }
        return logs;
    }
}
