package io.vicinal.retrieval.lateinteraction;

import io.vicinal.contracts.embedding.PassageTokens;
import io.vicinal.contracts.embedding.TokenFormat;
import io.vicinal.retrieval.ShardBench;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** Token vectors in each format, for tests, and what each row stands for. */
public final class TokenRows {

    /** Unit vectors near to each other, as those of a text are. */
    public static float[][] random(Random random, int count, int dimensions) {
        float[] middle = ShardBench.randomUnit(random, dimensions);
        float[][] rows = new float[count][];
        for (int row = 0; row < count; row++) {
            float[] own = ShardBench.randomUnit(random, dimensions);
            for (int d = 0; d < dimensions; d++) {
                own[d] += middle[d];
            }
            rows[row] = ShardBench.unit(own);
        }
        return rows;
    }

    /** As the embedding service writes them. */
    public static PassageTokens written(float[][] rows, TokenFormat format, float[] mean) {
        int dimensions = rows[0].length;
        ByteBuffer bytes =
                ByteBuffer.allocate(rows.length * format.rowBytes(dimensions)).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < rows.length; row++) {
            for (int d = 0; d < dimensions; d++) {
                switch (format) {
                    case FLOAT32 -> bytes.putFloat(rows[row][d]);
                    case INT8 -> bytes.put((byte) Math.round(rows[row][d] * 127 / largest(rows[row])));
                    case BINARY -> {
                        int at = row * format.rowBytes(dimensions) + d / 8;
                        int bit = rows[row][d] > mean[d] ? 1 << (d % 8) : 0;
                        bytes.put(at, (byte) (bytes.get(at) | bit));
                    }
                }
            }
        }
        return new PassageTokens(format, rows.length, dimensions, bytes.array());
    }

    /** What a written row stands for, of length 1. */
    static double[][] read(PassageTokens tokens) {
        ByteBuffer bytes = ByteBuffer.wrap(tokens.data()).order(ByteOrder.LITTLE_ENDIAN);
        int rowBytes = tokens.format().rowBytes(tokens.dimensions());
        double[][] rows = new double[tokens.count()][tokens.dimensions()];
        for (int row = 0; row < rows.length; row++) {
            double square = 0;
            for (int d = 0; d < rows[row].length; d++) {
                int at = row * rowBytes;
                rows[row][d] = switch (tokens.format()) {
                    case FLOAT32 -> bytes.getFloat(at + Float.BYTES * d);
                    case INT8 -> bytes.get(at + d);
                    case BINARY -> (bytes.get(at + d / 8) >> (d % 8) & 1) == 1 ? 1 : -1;
                };
                square += rows[row][d] * rows[row][d];
            }
            for (int d = 0; d < rows[row].length; d++) {
                rows[row][d] /= Math.sqrt(square);
            }
        }
        return rows;
    }

    private static float largest(float[] row) {
        float largest = 0;
        for (float x : row) {
            largest = Math.max(largest, Math.abs(x));
        }
        return largest;
    }

    private TokenRows() {}
}
