package io.vicinal.onnx.session;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import io.vicinal.onnx.model.ModelException;
import io.vicinal.onnx.model.ModelFiles;
import io.vicinal.onnx.model.ModelKind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The output that is read: by the name that the profile gives, by a usual name, or as the only one of its shape.
 *
 * @param perToken {@code [texts, tokens, n]}; else {@code [texts, n]}
 */
record GraphOutput(String name, boolean perToken, OnnxJavaType type) {
    private static final Set<OnnxJavaType> NUMBERS =
            EnumSet.of(OnnxJavaType.FLOAT, OnnxJavaType.FLOAT16, OnnxJavaType.BFLOAT16, OnnxJavaType.INT8);
    private static final Map<ModelKind, List<String>> USUAL = Map.of(
            ModelKind.DENSE, List.of("last_hidden_state", "token_embeddings"),
            ModelKind.LATE_INTERACTION, List.of("token_embeddings", "last_hidden_state", "contextual"),
            ModelKind.SPARSE, List.of("sentence_embedding", "logits"),
            ModelKind.CROSS_ENCODER, List.of("logits"));

    static GraphOutput of(ModelFiles model, Map<String, NodeInfo> outputs) {
        ModelKind kind = model.profile().kind();
        String named = model.profile().output();
        List<String> fitting = outputs.keySet().stream()
                .filter(name -> of(name, kind, Objects.requireNonNull(outputs.get(name))) != null)
                .toList();
        String chosen = named != null ? named : chosen(kind, fitting);
        if (chosen == null || !fitting.contains(chosen)) {
            throw new ModelException("The graph of '" + model.name() + "', " + kind.text()
                    + ", is expected to have " + expected(kind, named)
                    + " of float32, float16, bfloat16 or int8, and has "
                    + outputs.entrySet().stream()
                            .map(output -> output.getKey() + " " + shape(output.getValue()))
                            .toList()
                    + ".");
        }
        return Objects.requireNonNull(of(chosen, kind, Objects.requireNonNull(outputs.get(chosen))));
    }

    private static @Nullable String chosen(ModelKind kind, List<String> fitting) {
        return Objects.requireNonNull(USUAL.get(kind)).stream()
                .filter(fitting::contains)
                .findFirst()
                .orElse(fitting.size() == 1 ? fitting.getFirst() : null);
    }

    /** Null where an output is not of this kind's shape. */
    private static @Nullable GraphOutput of(String name, ModelKind kind, NodeInfo output) {
        if (!(output.getInfo() instanceof TensorInfo tensor) || !NUMBERS.contains(tensor.type)) {
            return null;
        }
        int rank = tensor.getShape().length;
        boolean fits = switch (kind) {
            case DENSE, LATE_INTERACTION -> rank == 3;
            case SPARSE -> rank == 3 || rank == 2;
            case CROSS_ENCODER -> rank == 2;
        };
        return fits ? new GraphOutput(name, rank == 3, tensor.type) : null;
    }

    private static String expected(ModelKind kind, @Nullable String named) {
        String shape = switch (kind) {
            case DENSE, LATE_INTERACTION -> "[texts, tokens, dimensions]";
            case SPARSE -> "[texts, tokens, vocabulary] or [texts, vocabulary]";
            case CROSS_ENCODER -> "[texts, labels]";
        };
        return named == null ? "one output of " + shape : "an output " + named + " of " + shape;
    }

    private static String shape(NodeInfo output) {
        return output.getInfo() instanceof TensorInfo tensor
                ? tensor.type + Arrays.toString(tensor.getShape())
                : output.getInfo().toString();
    }

    /** How many rows of the output are a text's. */
    int rows(int tokens) {
        return perToken ? tokens : 1;
    }

    long[] shape(int texts, int tokens, int dimensions) {
        return perToken ? new long[] {texts, tokens, dimensions} : new long[] {texts, dimensions};
    }
}
