package io.vicinal.contracts.embedding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;

/** Sparse weights in JSON as base64 of eight bytes a word: a fifth of what an object a word takes, and exact. */
final class PackedWeights {
    private static final int WORD_BYTES = Integer.BYTES + Float.BYTES;

    static final class Writer extends ValueSerializer<SparseWeights> {
        @Override
        public void serialize(SparseWeights weights, JsonGenerator json, SerializationContext context) {
            ByteBuffer packed =
                    ByteBuffer.allocate(weights.count() * WORD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < weights.count(); i++) {
                packed.putInt(weights.words()[i]).putFloat(weights.weights()[i]);
            }
            json.writeBinary(packed.array());
        }
    }

    static final class Reader extends ValueDeserializer<SparseWeights> {
        @Override
        public SparseWeights deserialize(JsonParser json, DeserializationContext context) {
            byte[] bytes = json.getBinaryValue();
            if (bytes.length % WORD_BYTES != 0) {
                context.reportInputMismatch(
                        SparseWeights.class,
                        "packed weights are base64 of %d bytes a word, and %d bytes are not",
                        WORD_BYTES,
                        bytes.length);
            }
            ByteBuffer packed = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            int[] words = new int[bytes.length / WORD_BYTES];
            float[] weights = new float[words.length];
            for (int i = 0; i < words.length; i++) {
                words[i] = packed.getInt();
                weights[i] = packed.getFloat();
            }
            try {
                return new SparseWeights(words, weights);
            } catch (IllegalArgumentException e) {
                return context.reportInputMismatch(SparseWeights.class, "%s", e.getMessage());
            }
        }
    }

    private PackedWeights() {}
}
