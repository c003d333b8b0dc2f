package io.vicinal.onnx.session;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.vicinal.onnx.model.ModelException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The inputs that a graph takes, and the memory of each. */
final class GraphInputs {
    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TYPE_IDS = "token_type_ids";
    private static final String POSITION_IDS = "position_ids";
    /** Any token that every vocabulary has: what is not attended to is not read. */
    private static final long PADDING = 0;

    private static final Set<String> KNOWN = Set.of(IDS, MASK, TYPE_IDS, POSITION_IDS);

    private final OrtEnvironment environment;
    private final Map<String, InputBuffer> buffers = new HashMap<>();
    private final InputBuffer ids;
    private final InputBuffer mask;
    private final @Nullable InputBuffer typeIds;
    private final @Nullable InputBuffer positionIds;

    GraphInputs(String model, OrtEnvironment environment, Map<String, NodeInfo> graph, int capacity) {
        this.environment = environment;
        graph.forEach((name, input) -> buffers.put(name, buffer(model, name, input, capacity)));
        ids = required(model, IDS);
        mask = required(model, MASK);
        typeIds = buffers.get(TYPE_IDS);
        positionIds = buffers.get(POSITION_IDS);
    }

    private static InputBuffer buffer(String model, String name, NodeInfo input, int capacity) {
        boolean integers = input.getInfo() instanceof TensorInfo tensor
                && (tensor.type == OnnxJavaType.INT64 || tensor.type == OnnxJavaType.INT32)
                && tensor.getShape().length == 2;
        if (!KNOWN.contains(name) || !integers) {
            throw new ModelException("The graph of '" + model + "' is expected to take " + IDS + ", " + MASK
                    + " and perhaps " + TYPE_IDS + " and " + POSITION_IDS
                    + ", each int64 or int32 of [texts, tokens], and takes " + name + ", " + input.getInfo() + ".");
        }
        return InputBuffer.of(((TensorInfo) input.getInfo()).type, capacity);
    }

    private InputBuffer required(String model, String name) {
        InputBuffer buffer = buffers.get(name);
        if (buffer == null) {
            throw new ModelException("The graph of '" + model + "' is expected to take " + IDS + " and " + MASK
                    + ", and takes " + buffers.keySet().stream().sorted().toList() + ".");
        }
        return buffer;
    }

    boolean takesTypeIds() {
        return typeIds != null;
    }

    /** @param length to which shorter texts are padded, unattended */
    void put(List<RunText> texts, int length) {
        for (int i = 0; i < texts.size(); i++) {
            RunText text = texts.get(i);
            ids.put(i * length, text.ids());
            for (int token = text.tokens(); token < length; token++) {
                ids.put(i * length + token, PADDING);
            }
            for (int token = 0; token < length; token++) {
                mask.put(i * length + token, token < text.attended() ? 1 : 0);
                if (typeIds != null) {
                    typeIds.put(i * length + token, token < text.secondSegment() ? 0 : 1);
                }
                if (positionIds != null) {
                    positionIds.put(i * length + token, token);
                }
            }
        }
    }

    /** What was put, as tensors by name. */
    Tensors tensors(int texts, int length) throws OrtException {
        return new Tensors(new long[] {texts, length}, texts * length);
    }

    /** The input tensors of one run. */
    final class Tensors implements AutoCloseable {
        final Map<String, OnnxTensor> named = new HashMap<>();

        private Tensors(long[] shape, int tokens) throws OrtException {
            for (Map.Entry<String, InputBuffer> input : buffers.entrySet()) {
                named.put(input.getKey(), input.getValue().tensor(environment, shape, tokens));
            }
        }

        @Override
        public void close() {
            named.values().forEach(OnnxTensor::close);
        }
    }
}
