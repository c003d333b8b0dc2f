package io.vicinal.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ProductsTest {
    private static float[] random(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @Test
    void testsRunWithSimd() {
        assertThat(Products.best()).isInstanceOf(SimdProducts.class);
    }

    /** Rows and columns that fill tiles and vectors, and those that do not. */
    @Test
    void simdMultipliesAsPlainLoopsDo() {
        for (int columns : new int[] {1, 7, 16, 33, 384, 387}) {
            for (int rows : new int[] {1, 3, 4, 5, 130}) {
                int others = rows + 66;
                float[] a = random((rows + 2) * columns, 1);
                float[] b = random((others + 1) * columns, 2);
                float[] expected = new float[rows * others];
                float[] actual = new float[rows * others];
                new ScalarProducts().dots(a, 2, rows, b, 1, others, columns, expected);
                new SimdProducts().dots(a, 2, rows, b, 1, others, columns, actual);
                assertThat(actual).as("%s rows of %s", rows, columns).containsExactly(expected, within(1e-3f));
            }
        }
    }

    @Test
    void simdAddsAsPlainLoopsDo() {
        for (int columns : new int[] {1, 31, 32, 64, 100, 384}) {
            for (int sums : new int[] {1, 4, 7}) {
                float[] x = random(20 * columns, 3);
                float[] weights = random(17 * sums, 4);
                float[] expected = random(sums * columns, 5);
                float[] actual = expected.clone();
                new ScalarProducts().addWeighted(weights, sums, x, 2, 17, columns, expected);
                new SimdProducts().addWeighted(weights, sums, x, 2, 17, columns, actual);
                assertThat(actual).as("%s sums of %s", sums, columns).containsExactly(expected, within(1e-3f));
            }
        }
    }
}
