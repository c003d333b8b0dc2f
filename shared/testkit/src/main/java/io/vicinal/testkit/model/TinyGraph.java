package io.vicinal.testkit.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Arrays;
import java.util.List;

/** Writes an ONNX graph node by node; values are known by the name that a step returns. */
final class TinyGraph {
    /** ReduceMax takes its axes as an attribute until 17. */
    private static final int OPERATOR_SET = 17;

    private static final int IR_VERSION = 8;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("tiny");
    private int names;

    /** An integer input of {@code [texts, tokens]}. */
    String input(String name, TensorProto.DataType type) {
        graph.addInput(value(name, type, "texts", "tokens"));
        return name;
    }

    /** Weights, row by row. */
    String weights(float[][] rows) {
        TensorProto.Builder tensor =
                tensor(TensorProto.DataType.FLOAT).addDims(rows.length).addDims(rows[0].length);
        for (float[] row : rows) {
            for (float value : row) {
                tensor.addFloatData(value);
            }
        }
        graph.addInitializer(tensor);
        return tensor.getName();
    }

    String constant(float value) {
        TensorProto.Builder tensor = tensor(TensorProto.DataType.FLOAT).addFloatData(value);
        graph.addInitializer(tensor);
        return tensor.getName();
    }

    /** {@code [texts, tokens] → [texts, tokens, 1]}, as float32. */
    String column(String ints) {
        TensorProto.Builder axis = tensor(TensorProto.DataType.INT64).addDims(1).addInt64Data(2);
        graph.addInitializer(axis);
        return node("Unsqueeze", cast(ints, TensorProto.DataType.FLOAT), axis.getName());
    }

    String cast(String of, TensorProto.DataType type) {
        return node("Cast", List.of(integer("to", type.getNumber())), of);
    }

    /** Over the tokens: {@code [texts, tokens, n] → [texts, n]}. */
    String maxOverTokens(String of) {
        return node("ReduceMax", List.of(integers("axes", 1), integer("keepdims", 0)), of);
    }

    /** Over the tokens: {@code [texts, tokens, n] → [texts, n]}. */
    String sumOverTokens(String of) {
        TensorProto.Builder axis = tensor(TensorProto.DataType.INT64).addDims(1).addInt64Data(1);
        graph.addInitializer(axis);
        return node("ReduceSum", List.of(integer("keepdims", 0)), of, axis.getName());
    }

    String node(String operator, String... inputs) {
        return node(operator, List.of(), inputs);
    }

    private String node(String operator, List<AttributeProto> attributes, String... inputs) {
        String output = next(operator);
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .setName(output)
                .addAllAttribute(attributes)
                .addAllInput(Arrays.asList(inputs))
                .addOutput(output));
        return output;
    }

    /** Gives a value out under a name. */
    TinyGraph output(String of, String name, TensorProto.DataType type, Object... shape) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Identity")
                .setName(name)
                .addInput(of)
                .addOutput(name));
        graph.addOutput(value(name, type, shape));
        return this;
    }

    byte[] onnx() {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("vicinal-testkit")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATOR_SET))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private TensorProto.Builder tensor(TensorProto.DataType type) {
        return TensorProto.newBuilder().setName(next("tensor")).setDataType(type.getNumber());
    }

    private String next(String of) {
        return of + '_' + names++;
    }

    /** @param shape names of free dimensions, numbers of fixed ones */
    private static ValueInfoProto value(String name, TensorProto.DataType type, Object... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (Object dimension : shape) {
            TensorShapeProto.Dimension.Builder one = TensorShapeProto.Dimension.newBuilder();
            dimensions.addDim(
                    dimension instanceof Integer fixed
                            ? one.setDimValue(fixed)
                            : one.setDimParam(dimension.toString()));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(dimensions)))
                .build();
    }

    private static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private static AttributeProto integers(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INTS)
                .addInts(value)
                .build();
    }
}
