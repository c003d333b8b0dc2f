package io.vicinal.retrieval.lateinteraction;

import io.vicinal.contracts.embedding.PassageTokens;
import io.vicinal.contracts.embedding.TokenFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.util.BytesRef;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A query of 16 tokens with a hundred passages of an abstract's length, pooled 8:1, in each format and by a plain loop. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MaxSimBenchmark {
    private static final int DIMENSIONS = 384;
    private static final int QUERY_TOKENS = 16;
    private static final int ROWS = 41;
    private static final int PASSAGES = 100;

    @Param({"FLOAT32", "INT8", "BINARY"})
    public TokenFormat format = TokenFormat.BINARY;

    private final Random random = new Random(1);
    private final float[][] query = new float[QUERY_TOKENS][];
    private final BytesRef[] passages = new BytesRef[PASSAGES];
    private final float[][][] rows = new float[PASSAGES][ROWS][];
    private MaxSim maxSim = new MaxSim(new float[1][1], new float[1], new TokenLayout(TokenFormat.FLOAT32, 1));

    @Setup
    public void passages() {
        for (int token = 0; token < QUERY_TOKENS; token++) {
            query[token] = unit();
        }
        float[] weights = new float[QUERY_TOKENS];
        java.util.Arrays.fill(weights, 1f / QUERY_TOKENS);
        TokenLayout layout = new TokenLayout(format, DIMENSIONS);
        maxSim = new MaxSim(query, weights, layout);
        for (int p = 0; p < PASSAGES; p++) {
            byte[] data = new byte[ROWS * format.rowBytes(DIMENSIONS)];
            if (format == TokenFormat.FLOAT32) {
                java.nio.FloatBuffer floats = java.nio.ByteBuffer.wrap(data)
                        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer();
                for (int row = 0; row < ROWS; row++) {
                    floats.put(unit());
                }
            } else {
                random.nextBytes(data);
            }
            passages[p] = new BytesRef(TokenColumn.bytes(new PassageTokens(format, ROWS, DIMENSIONS, data), layout, p));
            for (int row = 0; row < ROWS; row++) {
                rows[p][row] = unit();
            }
        }
    }

    private float[] unit() {
        float[] vector = new float[DIMENSIONS];
        double square = 0;
        for (int d = 0; d < DIMENSIONS; d++) {
            vector[d] = (float) random.nextGaussian();
            square += vector[d] * vector[d];
        }
        for (int d = 0; d < DIMENSIONS; d++) {
            vector[d] /= (float) Math.sqrt(square);
        }
        return vector;
    }

    @Benchmark
    public float vectorised() {
        float sum = 0;
        for (BytesRef passage : passages) {
            sum += maxSim.score(passage);
        }
        return sum;
    }

    /** Over floats that are there already, whatever the format. */
    @Benchmark
    public float scalar() {
        float sum = 0;
        for (float[][] passage : rows) {
            for (float[] token : query) {
                float best = Float.NEGATIVE_INFINITY;
                for (float[] row : passage) {
                    float dot = 0;
                    for (int d = 0; d < DIMENSIONS; d++) {
                        dot += token[d] * row[d];
                    }
                    best = Math.max(best, dot);
                }
                sum += best / QUERY_TOKENS;
            }
        }
        return sum;
    }
}
