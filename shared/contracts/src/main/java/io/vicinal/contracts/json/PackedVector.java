package io.vicinal.contracts.json;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;

/** A vector in JSON as base64 of little-endian float32: a third of the bytes of decimal digits, and exact. */
public final class PackedVector {

    public static final class Writer extends ValueSerializer<float[]> {
        @Override
        public void serialize(float[] vector, JsonGenerator json, SerializationContext context) {
            json.writeBinary(bytes(vector));
        }
    }

    public static final class Reader extends ValueDeserializer<float[]> {
        @Override
        public float[] deserialize(JsonParser json, DeserializationContext context) {
            return floats(json.getBinaryValue(), context);
        }
    }

    static byte[] bytes(float[] vector) {
        ByteBuffer buffer = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(vector);
        return buffer.array();
    }

    static float[] floats(byte[] bytes, DeserializationContext context) {
        if (bytes.length % Float.BYTES != 0) {
            context.reportInputMismatch(
                    float[].class,
                    "a packed vector is base64 of 4 bytes a dimension, and %d bytes are not",
                    bytes.length);
        }
        float[] vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }

    private PackedVector() {}
}
