package io.vicinal.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.embedding.EmbeddedDocument.EmbeddedPassage;
import io.vicinal.contracts.embedding.ModelMeans;
import io.vicinal.contracts.embedding.TokenFormat;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.LexicalStatistics;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.retrieval.candidates.CandidateSearch;
import io.vicinal.retrieval.shard.Archive;
import io.vicinal.retrieval.shard.PartitionLog;
import io.vicinal.retrieval.shard.PointInTime;
import io.vicinal.retrieval.shard.Shard;
import io.vicinal.retrieval.shard.ShardHome;
import io.vicinal.retrieval.shard.ShardSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Shards on disk for tests, fed by hand instead of by a log. Refreshes and commits happen when a test says so. */
public final class ShardBench implements AutoCloseable {
    public static final Map<String, FieldType> FIELDS = Map.of(
            "topic", FieldType.KEYWORD,
            "year", FieldType.LONG,
            "price", FieldType.DOUBLE,
            "open", FieldType.BOOLEAN,
            "day", FieldType.DATE,
            "note", FieldType.TEXT);
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    public final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Path data;

    public ShardBench(Path data) {
        this.data = data;
    }

    public static Collection collection(int dimensions, VectorFormat format) {
        return new Collection("test", 1, "model", dimensions, 1, FIELDS, new Chunking(512, 0), format, Instant.EPOCH);
    }

    /** A collection whose passages carry token vectors of as many dimensions as the mean that is subtracted. */
    public static Collection collection(TokenFormat tokens, float[] mean) {
        return new Collection(
                "test",
                1,
                "model",
                mean.length,
                1,
                FIELDS,
                new Chunking(512, 0),
                VectorFormat.FLOAT32,
                true,
                1,
                tokens,
                Collection.DEFAULT_LANGUAGE,
                Collection.DEFAULT_TITLE_WEIGHT,
                null,
                new ModelMeans(mean, mean),
                Instant.EPOCH);
    }

    public static PartitionLog log(long end) {
        return new PartitionLog("topic-1", 0, end, Duration.ofDays(7));
    }

    public Path folder(int partition) {
        return data.resolve("test.v1").resolve(Integer.toString(partition));
    }

    public Shard open(Collection collection) throws IOException {
        return open(collection, 0, log(0), Clock.systemUTC());
    }

    public Shard open(Collection collection, int partition, PartitionLog log, Clock clock) throws IOException {
        return home(clock, Archive.NONE).open(collection, partition, log, null);
    }

    public ShardHome home(Clock clock, Archive archive) {
        return new ShardHome(data, new ShardSettings(NEVER, NEVER, NEVER, 0), timer, clock, archive);
    }

    /** Opens another copy of the data folder, as after a crash. */
    public static Shard openIn(Path data, Collection collection, PartitionLog log, Clock clock) throws IOException {
        ShardBench other = new ShardBench(data);
        return other.open(collection, 0, log, clock);
    }

    /** A document whose passages are its sentences, each up to and with a full stop, under the given vectors. */
    public static EmbeddedDocument document(String id, String text, Map<String, Object> fields, float[]... vectors) {
        List<EmbeddedPassage> passages = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < vectors.length; i++) {
            int end = i == vectors.length - 1 ? text.length() : text.indexOf('.', start) + 1;
            passages.add(new EmbeddedPassage(start, end, vectors[i]));
            start = end;
        }
        return new EmbeddedDocument(id, null, text, fields, passages);
    }

    public static float[] unit(float... components) {
        double square = 0;
        for (float component : components) {
            square += (double) component * component;
        }
        float[] unit = new float[components.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (components[i] / Math.sqrt(square));
        }
        return unit;
    }

    public static float[] randomUnit(Random random, int dimensions) {
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return unit(vector);
    }

    public static List<Candidate> search(
            Shard shard, String query, float[] vector, int count, GroupBy groupBy, Filter filter) throws IOException {
        return search(shard, new CandidateQuery(shard.id(), query, vector, null, count, groupBy, filter, null));
    }

    public static List<Candidate> lexical(Shard shard, String query, LexicalStatistics statistics) throws IOException {
        return search(
                shard, new CandidateQuery(shard.id(), query, null, null, 100, GroupBy.DOCUMENT, null, statistics));
    }

    public static List<Candidate> search(Shard shard, CandidateQuery query) throws IOException {
        try (PointInTime at = shard.pointInTime()) {
            return CandidateSearch.search(query, shard.collection(), at.searcher());
        }
    }

    public static List<String> ids(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::documentId).toList();
    }

    /** How many segments a search goes through. */
    public static int segments(Shard shard) throws IOException {
        try (PointInTime snapshot = shard.pointInTime()) {
            return snapshot.searcher().getIndexReader().leaves().size();
        }
    }

    /** Lets a shard that nothing is written to be merged into one segment, as upkeep does. */
    public static void gather(Shard shard) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (segments(shard) > 1 && System.nanoTime() < deadline) {
            shard.gather();
            shard.refresh();
            Thread.sleep(20);
        }
        assertThat(segments(shard)).isEqualTo(1);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
