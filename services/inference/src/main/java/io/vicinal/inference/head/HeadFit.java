package io.vicinal.inference.head;

import io.vicinal.inference.matrix.Blocks;
import io.vicinal.inference.matrix.Cholesky;
import io.vicinal.inference.matrix.Matrix;
import io.vicinal.matrix.Products;
import java.util.Arrays;
import java.util.List;

/**
 * Fits the head to some documents. Vectors are taken from their mean, as those of a language model share most of their length.
 * It starts at, and is held near, the classifier by the nearest mean: {@code SCALE · (mean of the label − mean of all)}. The
 * second derivative is about the same for all labels, {@code share · XᵀX + precision}, and by its inverse L-BFGS needs a few
 * dozen passes instead of hundreds.
 */
final class HeadFit {
    /** Of the nearest-mean classifier: the inverse of a temperature in cosines. */
    static final double SCALE = 20;

    /** Of {@code 1/labels}, the most that probabilities can move: on average they are more settled than that. */
    private static final double SHARE = 0.3;

    private static final int ROUNDS = 60;
    private static final double ENOUGH = 3e-4;
    private static final int BLOCK = 1024;

    private final Matrix x;
    private final int[] truth;
    private final int labels;
    private final float[] mean;
    private final double[] start;
    private final double[] covariance;
    private final Blocks blocks;

    /**
     * @param vectors copied
     * @param truth {@code int[rows]}, from 0 to {@code labels}, none without a row
     */
    HeadFit(Matrix vectors, int[] truth, int labels, Blocks blocks) {
        this.truth = truth;
        this.labels = labels;
        this.blocks = blocks;
        this.mean = mean(vectors);
        this.x = centred(vectors);
        this.start = nearestMeans();
        this.covariance = covariance();
    }

    int labels() {
        return labels;
    }

    /** @param from parameters to begin at, or those of the nearest mean */
    double[] fit(double precision, double[] from) {
        Likelihood likelihood = new Likelihood(x, truth, labels, start, precision, blocks);
        Cholesky curvature = curvature(precision);
        int d = x.columns();
        double biasCurvature = x.rows() * share() + 1;
        return Lbfgs.minimise(
                likelihood::at,
                gradient -> {
                    for (int c = 0; c < labels; c++) {
                        curvature.solve(gradient, c * d);
                        gradient[labels * d + c] /= biasCurvature;
                    }
                },
                from,
                ROUNDS,
                ENOUGH);
    }

    /** The parameters of the classifier by the nearest mean. */
    double[] start() {
        return start;
    }

    private double[] nearestMeans() {
        int d = x.columns();
        double[] parameters = new double[labels * d + labels];
        int[] counts = new int[labels];
        for (int row = 0; row < x.rows(); row++) {
            counts[truth[row]]++;
            for (int c = 0; c < d; c++) {
                parameters[truth[row] * d + c] += x.values()[row * d + c];
            }
        }
        for (int i = 0; i < labels * d; i++) {
            parameters[i] *= SCALE / counts[i / d];
        }
        return parameters;
    }

    /** Parameters for vectors as they are, not from their mean. */
    Head head(double[] parameters, int[] names) {
        int d = x.columns();
        float[] weights = new float[labels * d];
        float[] biases = new float[labels];
        for (int label = 0; label < labels; label++) {
            double bias = parameters[labels * d + label];
            for (int c = 0; c < d; c++) {
                weights[label * d + c] = (float) parameters[label * d + c];
                bias -= parameters[label * d + c] * mean[c];
            }
            biases[label] = (float) bias;
        }
        return new Head(names, weights, biases);
    }

    /** {@code [rows × labels]}: logarithms of probabilities of other documents. */
    Matrix logs(Matrix vectors, double[] parameters) {
        return Likelihood.logs(centred(vectors), parameters, labels);
    }

    private static float[] mean(Matrix vectors) {
        double[] sums = new double[vectors.columns()];
        for (int i = 0; i < vectors.values().length; i++) {
            sums[i % sums.length] += vectors.values()[i];
        }
        float[] mean = new float[sums.length];
        for (int c = 0; c < mean.length; c++) {
            mean[c] = (float) (sums[c] / vectors.rows());
        }
        return mean;
    }

    private Matrix centred(Matrix vectors) {
        Matrix centred = Matrix.zero(vectors.rows(), vectors.columns());
        for (int i = 0; i < vectors.values().length; i++) {
            centred.values()[i] = vectors.values()[i] - mean[i % mean.length];
        }
        return centred;
    }

    /** How much a document's probability of a label moves with its logit. */
    private double share() {
        return SHARE / labels;
    }

    /** {@code double[dimensions × dimensions]}: {@code XᵀX}. */
    private double[] covariance() {
        int d = x.columns();
        List<float[]> parts = blocks.map(x.rows(), BLOCK, (from, to) -> {
            float[] own = Arrays.copyOfRange(x.values(), from * d, to * d);
            float[] part = new float[d * d];
            Products.best().addWeighted(own, d, x.values(), from, to - from, d, part);
            return part;
        });
        double[] sum = new double[d * d];
        for (float[] part : parts) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += part[i];
            }
        }
        return sum;
    }

    private Cholesky curvature(double precision) {
        int d = x.columns();
        double[] matrix = new double[d * d];
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = share() * covariance[i];
        }
        for (int c = 0; c < d; c++) {
            matrix[c * d + c] += precision;
        }
        return new Cholesky(matrix, d);
    }
}
