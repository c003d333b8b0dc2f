package io.vicinal.embedding.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.ByteBuffer;
import tools.jackson.core.JsonGenerator;

/** The numbers of a vector in an answer, as {@code output_dtype} names them. */
enum OutputType {
    @JsonProperty("float32")
    FLOAT32(4) {
        @Override
        void write(float value, JsonGenerator json) {
            json.writeNumber(value);
        }

        @Override
        void pack(float value, ByteBuffer to) {
            to.putFloat(value);
        }
    },

    /** IEEE 754 binary16, the nearest. */
    @JsonProperty("float16")
    FLOAT16(2) {
        @Override
        void write(float value, JsonGenerator json) {
            json.writeNumber(Float.float16ToFloat(Float.floatToFloat16(value)));
        }

        @Override
        void pack(float value, ByteBuffer to) {
            to.putShort(Float.floatToFloat16(value));
        }
    },

    /** The upper half of a float32, the nearest, ties to even. */
    @JsonProperty("bfloat16")
    BFLOAT16(2) {
        @Override
        void write(float value, JsonGenerator json) {
            json.writeNumber(Float.intBitsToFloat(upper(value) << 16));
        }

        @Override
        void pack(float value, ByteBuffer to) {
            to.putShort((short) upper(value));
        }
    },

    /** 127 × the component of the normalised vector, rounded: the same scale for every vector. */
    @JsonProperty("int8")
    INT8(1) {
        @Override
        void write(float value, JsonGenerator json) {
            json.writeNumber((int) scaled(value));
        }

        @Override
        void pack(float value, ByteBuffer to) {
            to.put(scaled(value));
        }
    };

    private final int bytes;

    OutputType(int bytes) {
        this.bytes = bytes;
    }

    /** Of one component. */
    int bytes() {
        return bytes;
    }

    abstract void write(float value, JsonGenerator json);

    abstract void pack(float value, ByteBuffer to);

    private static int upper(float value) {
        int bits = Float.floatToRawIntBits(value);
        return (bits + 0x7fff + (bits >>> 16 & 1)) >>> 16;
    }

    private static byte scaled(float value) {
        return (byte) Math.clamp(Math.round(127 * value), -127, 127);
    }
}
