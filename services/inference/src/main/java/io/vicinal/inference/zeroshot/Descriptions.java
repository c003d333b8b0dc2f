package io.vicinal.inference.zeroshot;

import io.vicinal.inference.matrix.Matrix;
import io.vicinal.inference.matrix.UnitVector;
import java.util.Arrays;
import java.util.List;

/**
 * What labels are believed to be of a text without any example: the softmax over the cosines with their descriptions. A label
 * with several takes the nearest, one with none has the share of an average label.
 *
 * @param labels {@code int[descriptions]}
 * @param vectors of length 1, a row a description
 * @param temperature in cosines
 */
public record Descriptions(int[] labels, Matrix vectors, double temperature) {
    /** Names of the 77 labels of Banking77 as descriptions, on its train split: the most likely. */
    public static final double DEFAULT_TEMPERATURE = 0.03;

    /** @param vectors {@code float[dimensions]}, one for each of {@code labels} */
    public static Descriptions of(int[] labels, List<float[]> vectors, double temperature) {
        return new Descriptions(labels, Matrix.ofUnit(vectors), temperature);
    }

    /** Whether its parts fit each other, and so many labels and dimensions. */
    public boolean isOf(int count, int dimensions) {
        return labels != null
                && vectors != null
                && vectors.values() != null
                && vectors.rows() == labels.length
                && vectors.columns() == dimensions
                && vectors.values().length == (long) vectors.rows() * vectors.columns()
                && temperature > 0
                && Arrays.stream(labels).allMatch(label -> label >= 0 && label < count);
    }

    public Descriptions with(double other) {
        return new Descriptions(labels, vectors, other);
    }

    /** @return {@code double[count]}, a distribution; uniform where there are no descriptions */
    public double[] believed(float[] vector, int count) {
        double[] nearest = nearest(vector, count);
        return believed(nearest, temperature);
    }

    /** {@code double[count]}: the cosine with the nearest description of each label; NaN where it has none. */
    public double[] nearest(float[] vector, int count) {
        double[] nearest = new double[count];
        Arrays.fill(nearest, Double.NaN);
        float[] unit = UnitVector.of(vector);
        for (int row = 0; row < labels.length; row++) {
            double cosine = 0;
            int at = row * vectors.columns();
            for (int c = 0; c < unit.length; c++) {
                cosine += (double) unit[c] * vectors.values()[at + c];
            }
            int label = labels[row];
            nearest[label] = Double.isNaN(nearest[label]) ? cosine : Math.max(nearest[label], cosine);
        }
        return nearest;
    }

    /** @param nearest as {@link #nearest(float[], int)} */
    public static double[] believed(double[] nearest, double temperature) {
        double most = Arrays.stream(nearest).filter(Double::isFinite).max().orElse(0);
        double sum = 0;
        int described = 0;
        double[] believed = new double[nearest.length];
        for (int c = 0; c < believed.length; c++) {
            if (Double.isFinite(nearest[c])) {
                believed[c] = Math.exp((nearest[c] - most) / temperature);
                sum += believed[c];
                described++;
            }
        }
        double share = (double) described / nearest.length;
        for (int c = 0; c < believed.length; c++) {
            believed[c] = Double.isFinite(nearest[c]) ? share * believed[c] / sum : 1.0 / nearest.length;
        }
        return believed;
    }
}
