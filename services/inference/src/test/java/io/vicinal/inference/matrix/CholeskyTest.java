package io.vicinal.inference.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CholeskyTest {
    @Test
    void solves() {
        int n = 20;
        Random random = new Random(1);
        double[] factor = random.doubles(400, -1, 1).toArray();
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < n; k++) {
                    matrix[i * n + j] += factor[i * n + k] * factor[j * n + k];
                }
            }
            matrix[i * n + i] += 1;
        }
        double[] x = random.doubles(n, -1, 1).toArray();
        double[] right = new double[n + 3];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                right[3 + i] += matrix[i * n + j] * x[j];
            }
        }
        new Cholesky(matrix, n).solve(right, 3);
        for (int i = 0; i < n; i++) {
            assertThat(right[3 + i]).isCloseTo(x[i], within(1e-9));
        }
    }

    @Test
    void refusesWhatIsNotPositiveDefinite() {
        assertThatThrownBy(() -> new Cholesky(new double[] {1, 2, 2, 1}, 2))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
