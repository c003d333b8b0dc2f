package io.vicinal.onnx.session;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;

/** The direct memory of one input of a graph, int64 or int32 as the graph wants it. */
sealed interface InputBuffer {
    void put(int at, long value);

    void put(int at, long[] values);

    /** The first numbers as a tensor over this memory. */
    OnnxTensor tensor(OrtEnvironment environment, long[] shape, int count) throws OrtException;

    static InputBuffer of(OnnxJavaType type, int capacity) {
        ByteBuffer memory = ByteBuffer.allocateDirect(Math.multiplyExact(capacity, type.size))
                .order(ByteOrder.nativeOrder());
        return type == OnnxJavaType.INT32 ? new Ints(memory.asIntBuffer()) : new Longs(memory.asLongBuffer());
    }

    record Longs(LongBuffer memory) implements InputBuffer {
        @Override
        public void put(int at, long value) {
            memory.put(at, value);
        }

        @Override
        public void put(int at, long[] values) {
            memory.put(at, values);
        }

        @Override
        public OnnxTensor tensor(OrtEnvironment environment, long[] shape, int count) throws OrtException {
            return OnnxTensor.createTensor(environment, memory.slice(0, count), shape);
        }
    }

    record Ints(IntBuffer memory) implements InputBuffer {
        @Override
        public void put(int at, long value) {
            memory.put(at, (int) value);
        }

        @Override
        public void put(int at, long[] values) {
            for (int i = 0; i < values.length; i++) {
                memory.put(at + i, (int) values[i]);
            }
        }

        @Override
        public OnnxTensor tensor(OrtEnvironment environment, long[] shape, int count) throws OrtException {
            return OnnxTensor.createTensor(environment, memory.slice(0, count), shape);
        }
    }
}
