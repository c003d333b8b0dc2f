package io.vicinal.matrix;

/** Without SIMD: several times slower, and right. */
final class ScalarProducts implements Products {

    @Override
    public void dots(float[] a, int aFrom, int aRows, float[] b, int bFrom, int bRows, int columns, float[] out) {
        for (int i = 0; i < aRows; i++) {
            for (int j = 0; j < bRows; j++) {
                float sum = 0;
                int atA = (aFrom + i) * columns;
                int atB = (bFrom + j) * columns;
                for (int c = 0; c < columns; c++) {
                    sum += a[atA + c] * b[atB + c];
                }
                out[i * bRows + j] = sum;
            }
        }
    }

    @Override
    public void addWeighted(float[] weights, int sums, float[] x, int from, int rows, int columns, float[] out) {
        for (int row = 0; row < rows; row++) {
            for (int s = 0; s < sums; s++) {
                float weight = weights[row * sums + s];
                int at = (from + row) * columns;
                for (int c = 0; c < columns; c++) {
                    out[s * columns + c] += weight * x[at + c];
                }
            }
        }
    }
}
