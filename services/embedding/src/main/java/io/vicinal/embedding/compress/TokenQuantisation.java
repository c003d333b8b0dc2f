package io.vicinal.embedding.compress;

import io.vicinal.contracts.embedding.TokenFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Vectors to bytes, as {@link TokenFormat} says. */
final class TokenQuantisation {

    /**
     * @param rows each of length 1
     * @param mean of the model's token vectors, for the binary format; null subtracts nothing
     */
    static byte[] bytes(float[][] rows, TokenFormat format, float @Nullable [] mean) {
        int dimensions = rows[0].length;
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(rows.length, format.rowBytes(dimensions)))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (float[] row : rows) {
            switch (format) {
                case FLOAT32 -> {
                    bytes.asFloatBuffer().put(row);
                    bytes.position(bytes.position() + Float.BYTES * dimensions);
                }
                case INT8 -> int8(row, bytes);
                case BINARY -> bits(row, mean, bytes);
            }
        }
        return bytes.array();
    }

    private static void int8(float[] row, ByteBuffer bytes) {
        float largest = 0;
        for (float x : row) {
            largest = Math.max(largest, Math.abs(x));
        }
        float scale = Byte.MAX_VALUE / largest;
        for (float x : row) {
            bytes.put((byte) Math.round(x * scale));
        }
    }

    private static void bits(float[] row, float @Nullable [] mean, ByteBuffer bytes) {
        int octet = 0;
        for (int d = 0; d < row.length; d++) {
            if (row[d] > (mean == null ? 0 : mean[d])) {
                octet |= 1 << (d % 8);
            }
            if (d % 8 == 7 || d == row.length - 1) {
                bytes.put((byte) octet);
                octet = 0;
            }
        }
    }

    private TokenQuantisation() {}
}
