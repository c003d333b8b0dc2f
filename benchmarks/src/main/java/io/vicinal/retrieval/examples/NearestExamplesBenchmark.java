package io.vicinal.retrieval.examples;

import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.embedding.EmbeddedDocument.EmbeddedPassage;
import io.vicinal.contracts.search.NeighbourQuery;
import io.vicinal.contracts.search.NeighbourQuery.Neighbour;
import io.vicinal.retrieval.candidates.SearchEffort;
import io.vicinal.retrieval.shard.Archive;
import io.vicinal.retrieval.shard.PartitionLog;
import io.vicinal.retrieval.shard.PointInTime;
import io.vicinal.retrieval.shard.Shard;
import io.vicinal.retrieval.shard.ShardHome;
import io.vicinal.retrieval.shard.ShardSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The fifty nearest examples of 128 texts, asked for together and one by one, in a shard of as many as Banking77 has. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class NearestExamplesBenchmark {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final int DIMENSIONS = 384;
    private static final int LABELS = 77;
    private static final int TEXTS = 128;
    private static final int K = 50;

    @Param({"10003", "40000"})
    public int examples = 10003;

    private final Random random = new Random(1);
    private final float[][] centres = new float[LABELS][];
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private List<float[]> texts = List.of();
    private @Nullable Shard shard;
    private @Nullable PointInTime at;

    @Setup
    public void fill() throws IOException {
        Collection collection = new Collection(
                "bank",
                1,
                "model",
                DIMENSIONS,
                1,
                Map.of("label", FieldType.KEYWORD),
                new Chunking(512, 0),
                VectorFormat.INT8,
                Instant.EPOCH);
        Shard filled = new ShardHome(
                        Files.createTempDirectory("examples"),
                        new ShardSettings(NEVER, NEVER, NEVER, 0),
                        timer,
                        Clock.systemUTC(),
                        Archive.NONE)
                .open(collection, 0, new PartitionLog("topic", 0, 0, NEVER), null);
        for (int label = 0; label < LABELS; label++) {
            centres[label] = around(new float[DIMENSIONS], 1);
        }
        for (int i = 0; i < examples; i++) {
            filled.put(new EmbeddedDocument(
                    "d" + i,
                    null,
                    "Text.",
                    Map.of("label", "l" + i % LABELS),
                    List.of(new EmbeddedPassage(0, 5, around(centres[i % LABELS], 0.5f)))));
            filled.advance(i, -1);
        }
        filled.refresh();
        at = filled.pointInTime();
        shard = filled;
        texts = IntStream.range(0, TEXTS)
                .mapToObj(i -> around(centres[i % LABELS], 0.5f))
                .toList();
    }

    private float[] around(float[] centre, float deviation) {
        float[] vector = new float[DIMENSIONS];
        double square = 0;
        for (int d = 0; d < DIMENSIONS; d++) {
            vector[d] = centre[d] + deviation * (float) random.nextGaussian() / (float) Math.sqrt(DIMENSIONS);
            square += (double) vector[d] * vector[d];
        }
        for (int d = 0; d < DIMENSIONS; d++) {
            vector[d] /= (float) Math.sqrt(square);
        }
        return vector;
    }

    @TearDown
    public void close() throws IOException {
        Objects.requireNonNull(at).close();
        Objects.requireNonNull(shard).close();
        timer.shutdownNow();
    }

    private List<List<Neighbour>> nearest(List<float[]> some) throws IOException {
        Shard filled = Objects.requireNonNull(shard);
        return NearestExamples.search(
                new NeighbourQuery(filled.id(), some, null, "label", K, null, null, null),
                filled.collection(),
                Objects.requireNonNull(at).searcher(),
                SearchEffort.usual(VectorFormat.INT8),
                Instant.now());
    }

    @Benchmark
    public List<List<Neighbour>> together() throws IOException {
        return nearest(texts);
    }

    @Benchmark
    public int oneByOne() throws IOException {
        int found = 0;
        for (float[] text : texts) {
            found += nearest(List.of(text)).getFirst().size();
        }
        return found;
    }
}
