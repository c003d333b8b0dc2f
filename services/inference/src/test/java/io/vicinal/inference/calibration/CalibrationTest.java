package io.vicinal.inference.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.inference.matrix.Matrix;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    /** Logits whose labels are drawn with the temperature 2. */
    @Test
    void findsTheTemperatureThatLabelsCameFrom() {
        Random random = new Random(1);
        int n = 5000;
        Matrix logs = Matrix.zero(n, 4);
        int[] truth = new int[n];
        for (int row = 0; row < n; row++) {
            double[] p = new double[4];
            for (int c = 0; c < 4; c++) {
                p[c] = 3 * random.nextGaussian();
                logs.values()[4 * row + c] = (float) p[c];
            }
            Temperature.apply(p, 2);
            double drawn = random.nextDouble();
            while (drawn >= p[truth[row]] && truth[row] < 3) {
                drawn -= p[truth[row]++];
            }
        }
        assertThat(Temperature.fit(logs, truth).temperature()).isCloseTo(2, within(0.1));
    }

    @Test
    void aDozenThatAreAllRightDoNotMakeCertain() {
        Matrix logs = new Matrix(new float[24], 12, 2);
        for (int row = 0; row < 12; row++) {
            logs.values()[2 * row] = (float) Math.log(0.8);
            logs.values()[2 * row + 1] = (float) Math.log(0.2);
        }
        assertThat(Temperature.fit(logs, new int[12]).temperature()).isBetween(0.4, 1.0);
    }

    @Test
    void withoutPredictionsItIsOne() {
        Temperature.Fitted fitted = Temperature.fit(Matrix.zero(0, 3), new int[0]);
        assertThat(fitted.temperature()).isCloseTo(1, within(1e-3));
        assertThat(fitted.loss()).isZero();
    }

    @Test
    void whatWasImpossibleDoesNotCount() {
        float none = Float.NEGATIVE_INFINITY;
        Matrix logs = new Matrix(new float[] {0, none, (float) Math.log(0.5), (float) Math.log(0.5)}, 2, 2);
        Temperature.Fitted fitted = Temperature.fit(logs, new int[] {1, 0});
        assertThat(fitted.loss()).isCloseTo(Math.log(2), within(1e-6));
    }

    @Test
    void theErrorIsByHowMuchConfidenceIsOff() {
        double[] confidences = new double[100];
        boolean[] right = new boolean[100];
        Arrays.fill(confidences, 0.9);
        Arrays.fill(right, 0, 70, true);
        assertThat(CalibrationError.expected(CalibrationError.bins(confidences, right)))
                .isCloseTo(0.2, within(1e-9));
        Arrays.fill(right, 0, 90, true);
        assertThat(CalibrationError.expected(CalibrationError.bins(confidences, right)))
                .isCloseTo(0, within(1e-9));
        assertThat(CalibrationError.expected(CalibrationError.bins(new double[0], new boolean[0])))
                .isZero();
        assertThat(CalibrationError.bins(new double[] {1, 0}, new boolean[2]))
                .hasSize(CalibrationError.BINS)
                .satisfies(bins -> assertThat(bins.getLast().predictions()).isEqualTo(1))
                .satisfies(bins -> assertThat(bins.getFirst().predictions()).isEqualTo(1));
    }
}
