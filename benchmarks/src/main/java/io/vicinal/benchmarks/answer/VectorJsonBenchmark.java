package io.vicinal.benchmarks.answer;

import io.vicinal.contracts.embedding.QueryEmbedding;
import io.vicinal.contracts.json.Json;
import io.vicinal.embedding.text.StreamedJson;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.core.JsonGenerator;

/** One vector of 384 dimensions as JSON: numbers for clients, base64 between services. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class VectorJsonBenchmark {
    private final float[] vector = vector();
    private final byte[] packed = write();

    private static float[] vector() {
        Random random = new Random(7);
        float[] vector = new float[384];
        for (int d = 0; d < vector.length; d++) {
            vector[d] = (float) random.nextGaussian() / 20;
        }
        return vector;
    }

    private byte[] write() {
        return Json.mapper().writeValueAsBytes(new QueryEmbedding(vector, 16, null, false));
    }

    @Benchmark
    public ByteArrayOutputStream numbers() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
        try (JsonGenerator json = Json.mapper().createGenerator(out)) {
            StreamedJson.numbers(json, vector, 0, vector.length);
        }
        return out;
    }

    @Benchmark
    public byte[] pack() {
        return write();
    }

    @Benchmark
    public QueryEmbedding unpack() {
        return Json.mapper().readValue(packed, QueryEmbedding.class);
    }
}
