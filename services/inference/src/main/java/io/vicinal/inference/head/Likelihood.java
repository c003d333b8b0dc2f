package io.vicinal.inference.head;

import io.vicinal.inference.matrix.Blocks;
import io.vicinal.inference.matrix.Matrix;
import io.vicinal.matrix.Products;
import java.util.Arrays;
import java.util.List;

/**
 * What the head minimises, {@code −Σ ln p(label) + precision/2 · |weights − start|²}, and its gradient. Biases are free but
 * for a trace of the same, so that there is one minimum. A pass costs {@code 2 · rows · labels · dimensions}.
 *
 * <p>Parameters are {@code double[labels × dimensions + labels]}, weights and then biases.
 */
final class Likelihood {
    private static final int BLOCK = 1024;
    private static final int ROWS = 128;
    private static final double BIAS_PRECISION = 1e-3;

    private final Matrix x;
    private final int[] truth;
    private final int labels;
    private final double[] start;
    private final double precision;
    private final Blocks blocks;
    private final Products products = Products.best();

    private record Part(double loss, float[] weights, double[] biases) {}

    /** @param truth {@code int[rows]}, from 0 to {@code labels} */
    Likelihood(Matrix x, int[] truth, int labels, double[] start, double precision, Blocks blocks) {
        this.x = x;
        this.truth = truth;
        this.labels = labels;
        this.start = start;
        this.precision = precision;
        this.blocks = blocks;
    }

    /** @param gradient overwritten. @return the loss */
    double at(double[] parameters, double[] gradient) {
        int size = labels * x.columns();
        float[] weights = new float[size];
        for (int i = 0; i < size; i++) {
            weights[i] = (float) parameters[i];
        }
        float[] biases = new float[labels];
        for (int c = 0; c < labels; c++) {
            biases[c] = (float) parameters[size + c];
        }
        List<Part> parts = blocks.map(x.rows(), BLOCK, (from, to) -> part(weights, biases, from, to));
        double loss = 0;
        for (int i = 0; i < gradient.length; i++) {
            double own = i < size ? precision : BIAS_PRECISION;
            double off = parameters[i] - start[i];
            loss += own / 2 * off * off;
            gradient[i] = own * off;
        }
        for (Part part : parts) {
            loss += part.loss();
            for (int i = 0; i < size; i++) {
                gradient[i] += part.weights()[i];
            }
            for (int c = 0; c < labels; c++) {
                gradient[size + c] += part.biases()[c];
            }
        }
        return loss;
    }

    private Part part(float[] weights, float[] biases, int from, int to) {
        float[] gradient = new float[weights.length];
        double[] biasGradient = new double[labels];
        float[] logits = new float[ROWS * labels];
        double loss = 0;
        for (int first = from; first < to; first += ROWS) {
            int rows = Math.min(ROWS, to - first);
            products.dots(x.values(), first, rows, weights, 0, labels, x.columns(), logits);
            for (int row = 0; row < rows; row++) {
                loss += Softmax.residual(logits, row * labels, labels, biases, truth[first + row]);
                for (int c = 0; c < labels; c++) {
                    biasGradient[c] += logits[row * labels + c];
                }
            }
            products.addWeighted(logits, labels, x.values(), first, rows, x.columns(), gradient);
        }
        return new Part(loss, gradient, biasGradient);
    }

    /** {@code [rows × labels]}: logarithms of probabilities. */
    static Matrix logs(Matrix x, double[] parameters, int labels) {
        int size = labels * x.columns();
        float[] weights = new float[size];
        for (int i = 0; i < size; i++) {
            weights[i] = (float) parameters[i];
        }
        Matrix logs = Matrix.zero(x.rows(), labels);
        Products.best().dots(x.values(), 0, x.rows(), weights, 0, labels, x.columns(), logs.values());
        double[] biases = Arrays.copyOfRange(parameters, size, size + labels);
        for (int row = 0; row < x.rows(); row++) {
            Softmax.logs(logs.values(), row * labels, biases);
        }
        return logs;
    }
}
