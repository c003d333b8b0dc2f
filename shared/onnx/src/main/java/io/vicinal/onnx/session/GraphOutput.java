package io.vicinal.onnx.session;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import io.vicinal.onnx.model.ModelException;
import java.util.Map;

/** The output that holds a vector for every token, {@code float[texts × tokens × dimensions]}. */
record GraphOutput(String name) {
    private static final String USUAL = "last_hidden_state";

    static GraphOutput of(String model, Map<String, NodeInfo> outputs) {
        if (outputs.containsKey(USUAL) && isPerToken(outputs.get(USUAL))) {
            return new GraphOutput(USUAL);
        }
        return outputs.entrySet().stream()
                .filter(output -> isPerToken(output.getValue()))
                .findFirst()
                .map(output -> new GraphOutput(output.getKey()))
                .orElseThrow(() -> new ModelException("The graph of '" + model
                        + "' is expected to have a float32 output of [texts, tokens, dimensions], and has "
                        + outputs.values() + "."));
    }

    private static boolean isPerToken(NodeInfo output) {
        return output.getInfo() instanceof TensorInfo tensor
                && tensor.type == OnnxJavaType.FLOAT
                && tensor.getShape().length == 3;
    }
}
