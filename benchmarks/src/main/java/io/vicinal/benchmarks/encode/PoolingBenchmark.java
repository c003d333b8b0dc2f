package io.vicinal.benchmarks.encode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.onnx.encode.EncoderSettings;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.encode.TokenVectors;
import io.vicinal.onnx.session.OutputReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What is read of a run's output: the dense vector, and the vectors of the tokens. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PoolingBenchmark {
    @Param({"16", "300"})
    public int tokens;

    private final TextEncoder encoder =
            TextEncoder.open("bge-small-en-v1.5", EncoderSettings.DEFAULT, new SimpleMeterRegistry());
    private final int dimensions = encoder.dimensions();
    private final OutputReader<float[]> dense = encoder.dense(dimensions, true);
    private FloatBuffer rows = FloatBuffer.allocate(0);
    private OutputReader<TokenVectors> tokenVectors = encoder.tokenVectors(new long[0]);

    @Setup
    public void output() {
        rows = ByteBuffer.allocateDirect(tokens * dimensions * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int i = 0; i < rows.capacity(); i++) {
            rows.put(i, (float) Math.sin(i));
        }
        long[] ids = new long[tokens];
        java.util.Arrays.fill(ids, 1037);
        ids[0] = 101;
        ids[tokens - 1] = 102;
        tokenVectors = encoder.tokenVectors(ids);
    }

    @TearDown
    public void close() {
        encoder.close();
    }

    @Benchmark
    public float[] dense() {
        return dense.read(rows, 0, tokens, dimensions);
    }

    @Benchmark
    public TokenVectors tokens() {
        return tokenVectors.read(rows, 0, tokens, dimensions);
    }
}
