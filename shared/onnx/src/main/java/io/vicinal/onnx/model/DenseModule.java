package io.vicinal.onnx.model;

import java.util.Arrays;
import java.util.List;

/**
 * A linear layer that follows the graph, as sentence-transformers' {@code Dense}: activation(W x + b).
 *
 * @param in how many features it reads
 * @param out how many it writes
 * @param weights {@code float[in × out]}, the transpose of what the file holds: a loop over {@code out} is then a straight
 *     one over memory
 * @param bias {@code float[out]}, or empty
 */
@SuppressWarnings("ArrayRecordComponent") // weights, never compared
public record DenseModule(int in, int out, float[] weights, float[] bias, Activation activation) {

    public DenseModule {
        if (in < 1 || out < 1 || weights.length != (long) in * out || (bias.length != 0 && bias.length != out)) {
            throw new ModelException("A Dense module of " + in + " × " + out + " features is expected to have as many"
                    + " weights and " + out + " or no biases, and has " + weights.length + " and " + bias.length + ".");
        }
    }

    /** @param features {@code float[in]} */
    public float[] apply(float[] features) {
        float[] result = new float[out];
        apply(features, result);
        return result;
    }

    /** @param result {@code float[out]}, overwritten */
    public void apply(float[] features, float[] result) {
        if (bias.length == 0) {
            Arrays.fill(result, 0);
        } else {
            System.arraycopy(bias, 0, result, 0, out);
        }
        for (int i = 0; i < in; i++) {
            float feature = features[i];
            int row = i * out;
            for (int o = 0; o < out; o++) {
                result[o] += feature * weights[row + o];
            }
        }
        activation.apply(result);
    }

    static void checkChain(List<DenseModule> modules) {
        for (int i = 1; i < modules.size(); i++) {
            int before = modules.get(i - 1).out;
            if (modules.get(i).in != before) {
                throw new ModelException("The Dense module after one that writes " + before
                        + " features is expected to read as many, and reads " + modules.get(i).in + ".");
            }
        }
    }
}
