package io.vicinal.onnx.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A {@code Dense} module as sentence-transformers and PyLate leave it: a folder with its config and its weights. */
final class DenseModuleFiles {
    private static final int MOST_FEATURES = 65_536;

    static DenseModule read(JsonFolder folder) {
        JsonNode config = folder.required("config.json");
        if (!folder.has("model.safetensors")) {
            throw new ModelException(folder.path() + " is expected to hold model.safetensors, and "
                    + (folder.has("pytorch_model.bin")
                            ? "holds pytorch_model.bin only, which is a program: save the model anew."
                            : "does not."));
        }
        if (config.path("use_residual").asBoolean(false)) {
            throw new ModelException(folder.path().resolve("config.json")
                    + " is expected to describe a linear layer, and describes one with a residual.");
        }
        int in = features(folder, config, "in_features");
        int out = features(folder, config, "out_features");
        Safetensors file = new Safetensors(folder.path().resolve("model.safetensors"));
        float[] rows = weights(folder, "linear.weight", file.read("linear.weight", out, in));
        boolean biased = config.path("bias").asBoolean(true);
        float[] bias = biased ? weights(folder, "linear.bias", file.read("linear.bias", out)) : new float[0];
        return new DenseModule(in, out, transposed(rows, out, in), bias, activation(folder, config));
    }

    private static int features(JsonFolder folder, JsonNode config, String name) {
        int features = config.path(name).asInt(0);
        if (features < 1 || features > MOST_FEATURES) {
            throw new ModelException(folder.path().resolve("config.json") + " is expected to hold " + name + " of 1 to "
                    + MOST_FEATURES + ", and holds " + config.path(name) + ".");
        }
        return features;
    }

    private static float[] weights(JsonFolder folder, String name, float @Nullable [] read) {
        if (read == null) {
            throw new ModelException(
                    folder.path().resolve("model.safetensors") + " is expected to hold " + name + ", and does not.");
        }
        return read;
    }

    /** {@code [rows × columns] → [columns × rows]}. */
    private static float[] transposed(float[] matrix, int rows, int columns) {
        float[] result = new float[matrix.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                result[column * rows + row] = matrix[row * columns + column];
            }
        }
        return result;
    }

    /** A class of PyTorch, as {@code torch.nn.modules.activation.Tanh}; sentence-transformers' default is that one. */
    private static Activation activation(JsonFolder folder, JsonNode config) {
        String type = config.path("activation_function").asString("torch.nn.modules.activation.Tanh");
        String name = type.substring(type.lastIndexOf('.') + 1);
        try {
            return Activation.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ModelException(
                    folder.path().resolve("config.json")
                            + " is expected to name the activation Identity, Tanh, ReLU, GELU or Sigmoid, and names "
                            + type + ".",
                    e);
        }
    }

    private DenseModuleFiles() {}
}
