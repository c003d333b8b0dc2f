package io.vicinal.inference.head;

import io.vicinal.contracts.json.PackedVector;
import java.util.Arrays;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * Logits that are linear in the vector.
 *
 * @param labels {@code int[rows]}: which labels of the classifier it knows
 * @param weights {@code float[rows × dimensions]}
 * @param biases {@code float[rows]}
 */
public record Head(
        int[] labels,

        @JsonSerialize(using = PackedVector.Writer.class) @JsonDeserialize(using = PackedVector.Reader.class)
        float[] weights,

        @JsonSerialize(using = PackedVector.Writer.class) @JsonDeserialize(using = PackedVector.Reader.class)
        float[] biases) {

    /** Whether its parts fit each other, and so many labels and dimensions. */
    public boolean isOf(int count, int dimensions) {
        return labels != null
                && weights != null
                && biases != null
                && labels.length == biases.length
                && weights.length == (long) biases.length * dimensions
                && Arrays.stream(labels).allMatch(label -> label >= 0 && label < count);
    }

    /** {@code double[rows]}: logarithms of probabilities among the labels that it knows. */
    public double[] logs(float[] vector) {
        double[] logs = new double[biases.length];
        double most = Double.NEGATIVE_INFINITY;
        for (int row = 0; row < logs.length; row++) {
            float sum = 0;
            int at = row * vector.length;
            for (int c = 0; c < vector.length; c++) {
                sum += weights[at + c] * vector[c];
            }
            logs[row] = sum + biases[row];
            most = Math.max(most, logs[row]);
        }
        double sum = 0;
        for (double log : logs) {
            sum += Math.exp(log - most);
        }
        double all = most + Math.log(sum);
        for (int row = 0; row < logs.length; row++) {
            logs[row] -= all;
        }
        return logs;
    }
}
