package io.vicinal.inference.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.inference.matrix.Blocks;
import io.vicinal.inference.matrix.Matrix;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LikelihoodTest {
    private static final int ROWS = 300;
    private static final int COLUMNS = 5;
    private static final int LABELS = 3;
    private static final double PRECISION = 0.7;

    private final Random random = new Random(1);
    private final Matrix x = Matrix.zero(ROWS, COLUMNS);
    private final int[] truth = random.ints(ROWS, 0, LABELS).toArray();
    private final double[] start = random.doubles((COLUMNS + 1) * LABELS, -1, 1).toArray();

    LikelihoodTest() {
        for (int i = 0; i < x.values().length; i++) {
            x.values()[i] = (float) random.nextGaussian();
        }
    }

    /** What the class says that it minimises, written down once more. */
    private double loss(double[] parameters) {
        double loss = 0;
        for (int row = 0; row < ROWS; row++) {
            double sum = 0;
            double own = 0;
            for (int label = 0; label < LABELS; label++) {
                double logit = parameters[LABELS * COLUMNS + label];
                for (int c = 0; c < COLUMNS; c++) {
                    logit += parameters[label * COLUMNS + c] * x.values()[row * COLUMNS + c];
                }
                sum += Math.exp(logit);
                own = label == truth[row] ? logit : own;
            }
            loss += Math.log(sum) - own;
        }
        for (int i = 0; i < parameters.length; i++) {
            double off = parameters[i] - start[i];
            loss += (i < LABELS * COLUMNS ? PRECISION : 1e-3) / 2 * off * off;
        }
        return loss;
    }

    @Test
    void lossAndGradientAreWhatTheySay() {
        double[] parameters = random.doubles(start.length, -1, 1).toArray();
        double[] gradient = new double[start.length];
        try (Blocks blocks = new Blocks(2)) {
            Likelihood likelihood = new Likelihood(x, truth, LABELS, start, PRECISION, blocks);
            assertThat(likelihood.at(parameters, gradient)).isCloseTo(loss(parameters), within(1e-2));
        }
        for (int i = 0; i < gradient.length; i++) {
            double[] more = parameters.clone();
            double[] less = parameters.clone();
            more[i] += 1e-4;
            less[i] -= 1e-4;
            assertThat(gradient[i]).isCloseTo((loss(more) - loss(less)) / 2e-4, within(1e-2));
        }
    }

    @Test
    void nothingNearTheFitHasALowerLoss() {
        double[] fitted;
        try (Blocks blocks = new Blocks(1)) {
            Likelihood likelihood = new Likelihood(x, truth, LABELS, start, PRECISION, blocks);
            fitted = Lbfgs.minimise(likelihood::at, _ -> {}, start, 200, 1e-9);
        }
        for (int i = 0; i < fitted.length; i++) {
            for (double step : new double[] {-0.1, 0.1}) {
                double[] near = fitted.clone();
                near[i] += step;
                assertThat(loss(near)).isGreaterThan(loss(fitted));
            }
        }
    }
}
