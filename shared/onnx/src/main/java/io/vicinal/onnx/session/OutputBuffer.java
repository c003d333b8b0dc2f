package io.vicinal.onnx.session;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** The direct memory into which a run writes its output, and the same as floats where the graph gives other numbers. */
final class OutputBuffer {
    private final OrtEnvironment environment;
    private final OnnxJavaType type;
    private final ByteBuffer memory;
    private final FloatBuffer floats;

    /** @param capacity in numbers */
    OutputBuffer(OrtEnvironment environment, OnnxJavaType type, int capacity) {
        this.environment = environment;
        this.type = type;
        memory = direct(capacity, type.size);
        floats = (type == OnnxJavaType.FLOAT ? memory : direct(capacity, Float.BYTES)).asFloatBuffer();
    }

    private static ByteBuffer direct(int capacity, int size) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(capacity, size)).order(ByteOrder.nativeOrder());
    }

    int capacity() {
        return floats.capacity();
    }

    OnnxTensor tensor(long[] shape, int count) throws OrtException {
        ByteBuffer part = memory.slice(0, count * type.size).order(ByteOrder.nativeOrder());
        return OnnxTensor.createTensor(environment, part, shape, type);
    }

    /** What the run wrote; the first numbers are valid until the next run. */
    FloatBuffer floats(int count) {
        switch (type) {
            case FLOAT16 -> {
                for (int i = 0; i < count; i++) {
                    floats.put(i, Float.float16ToFloat(memory.getShort(i * Short.BYTES)));
                }
            }
            case BFLOAT16 -> {
                for (int i = 0; i < count; i++) {
                    floats.put(i, Float.intBitsToFloat(memory.getShort(i * Short.BYTES) << Short.SIZE));
                }
            }
            case INT8 -> {
                for (int i = 0; i < count; i++) {
                    floats.put(i, memory.get(i));
                }
            }
            default -> {} // float32 is there already
        }
        return floats;
    }
}
