package io.vicinal.inference.matrix;

/** The lower triangle {@code L} with {@code L · Lᵀ} = a symmetric positive definite matrix. */
public final class Cholesky {
    private final int n;
    private final double[] lower;

    /**
     * @param matrix {@code double[n × n]}, overwritten; its lower triangle is read
     * @throws IllegalArgumentException where it is not positive definite
     */
    public Cholesky(double[] matrix, int n) {
        this.n = n;
        this.lower = matrix;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i * n + j];
                for (int k = 0; k < j; k++) {
                    sum -= matrix[i * n + k] * matrix[j * n + k];
                }
                if (i == j && !(sum > 0)) {
                    throw new IllegalArgumentException("not positive definite");
                }
                matrix[i * n + j] = i == j ? Math.sqrt(sum) : sum / matrix[j * n + j];
            }
        }
    }

    /** Overwrites {@code right[from…from + n]} with {@code x}, where {@code matrix · x} = it. */
    public void solve(double[] right, int from) {
        for (int i = 0; i < n; i++) {
            double sum = right[from + i];
            for (int k = 0; k < i; k++) {
                sum -= lower[i * n + k] * right[from + k];
            }
            right[from + i] = sum / lower[i * n + i];
        }
        for (int i = n - 1; i >= 0; i--) {
            double solved = right[from + i] / lower[i * n + i];
            right[from + i] = solved;
            for (int k = 0; k < i; k++) {
                right[from + k] -= lower[i * n + k] * solved;
            }
        }
    }
}
