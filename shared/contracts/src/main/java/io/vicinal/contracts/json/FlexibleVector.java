package io.vicinal.contracts.json;

import java.util.Arrays;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;

/** A vector as users send it: an array of numbers, or packed as {@link PackedVector}. Written packed. */
public final class FlexibleVector {
    /** More dimensions than any model has; longer arrays are refused while they are read. */
    public static final int MAX_DIMENSIONS = 8192;

    public static final class Writer extends ValueSerializer<float[]> {
        @Override
        public void serialize(float[] vector, JsonGenerator json, SerializationContext context) {
            json.writeBinary(PackedVector.bytes(vector));
        }
    }

    public static final class Reader extends ValueDeserializer<float[]> {
        @Override
        public float[] deserialize(JsonParser json, DeserializationContext context) {
            if (json.currentToken() == JsonToken.VALUE_STRING) {
                return PackedVector.floats(json.getBinaryValue(), context);
            }
            if (json.currentToken() != JsonToken.START_ARRAY) {
                context.reportInputMismatch(float[].class, "a vector is an array of numbers or a base64 string");
            }
            float[] vector = new float[384];
            int count = 0;
            for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
                if (token == null || !token.isNumeric()) {
                    context.reportInputMismatch(float[].class, "a vector holds numbers only");
                }
                if (count == MAX_DIMENSIONS) {
                    context.reportInputMismatch(float[].class, "a vector has at most %d dimensions", MAX_DIMENSIONS);
                }
                if (count == vector.length) {
                    vector = Arrays.copyOf(vector, vector.length * 2);
                }
                vector[count++] = json.getFloatValue();
            }
            return Arrays.copyOf(vector, count);
        }
    }

    private FlexibleVector() {}
}
