package io.vicinal.evaluation.ann;

import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.embedding.EmbeddedDocument.EmbeddedPassage;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.evaluation.ann.Curve.Point;
import io.vicinal.retrieval.candidates.CandidateSearch;
import io.vicinal.retrieval.candidates.SearchEffort;
import io.vicinal.retrieval.shard.Archive;
import io.vicinal.retrieval.shard.PartitionLog;
import io.vicinal.retrieval.shard.PointInTime;
import io.vicinal.retrieval.shard.Shard;
import io.vicinal.retrieval.shard.ShardHome;
import io.vicinal.retrieval.shard.ShardSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A shard, as a retrieval node has it, fed with vectors by hand: one document of one passage for each. */
final class ShardIndex implements AutoCloseable {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration COMMIT = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Duration LONGEST_MERGE = Duration.ofMinutes(30);
    private static final Duration MEASURED = Duration.ofSeconds(2);
    /** Until the JVM has compiled what is measured; the peer is compiled before it starts. */
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final VectorFormat format;
    private final Shard shard;
    private final double buildSeconds;

    /** Indexes them all and waits until the shard is as it is at rest. */
    ShardIndex(Path data, VectorFormat format, VectorFile vectors) throws IOException, InterruptedException {
        this.format = format;
        Collection collection = new Collection(
                "ann-" + format.name().toLowerCase(java.util.Locale.ROOT),
                1,
                "model",
                vectors.dimensions(),
                1,
                Map.of(),
                new Chunking(512, 0),
                format,
                Instant.EPOCH);
        this.shard = new ShardHome(
                        data, new ShardSettings(NEVER, COMMIT, NEVER, 0), timer, Clock.systemUTC(), Archive.NONE)
                .open(collection, 0, new PartitionLog("ann", 0, 0, Duration.ofDays(7)), null);
        long began = System.nanoTime();
        try {
            for (int i = 0; i < vectors.count(); i++) {
                shard.put(new EmbeddedDocument(
                        Integer.toString(i),
                        null,
                        "",
                        Map.of(),
                        List.of(new EmbeddedPassage(0, 0, vectors.vector(i)))));
                shard.advance(i, i);
            }
            awaitRest();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
        buildSeconds = (System.nanoTime() - began) / 1e9;
    }

    private void awaitRest() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST_MERGE.toNanos();
        int segments;
        do {
            shard.refresh();
            shard.gather();
            segments = segments();
            if (segments > 1) {
                Thread.sleep(LOOK_AGAIN);
            }
        } while (segments > 1 && System.nanoTime() < deadline);
    }

    private int segments() throws IOException {
        try (PointInTime snapshot = shard.pointInTime()) {
            return snapshot.searcher().getIndexReader().leaves().size();
        }
    }

    /** The usual effort of the format is among those measured. */
    Curve measure(Questions questions, List<Integer> efforts) throws IOException {
        List<Point> points = new ArrayList<>();
        int usual = SearchEffort.usual(format).neighbours();
        List<Integer> all = new ArrayList<>(efforts);
        if (!all.contains(usual)) {
            all.add(usual);
        }
        try (PointInTime snapshot = shard.pointInTime()) {
            for (long began = System.nanoTime(); System.nanoTime() - began < WARM_UP.toNanos(); ) {
                ask(questions, snapshot, usual);
            }
            for (int effort : all.stream().sorted().toList()) {
                double recall = questions.recall(ask(questions, snapshot, effort));
                long began = System.nanoTime();
                long rounds = 0;
                long spent;
                do {
                    ask(questions, snapshot, effort);
                    rounds++;
                    spent = System.nanoTime() - began;
                } while (spent < MEASURED.toNanos());
                points.add(
                        new Point(effort, recall, rounds * questions.vectors().size() * 1e9 / spent));
            }
        }
        return new Curve(format.name().toLowerCase(java.util.Locale.ROOT), buildSeconds, points);
    }

    private List<int[]> ask(Questions questions, PointInTime snapshot, int effort) {
        return questions.vectors().stream()
                .map(vector -> ask(vector, snapshot, effort))
                .toList();
    }

    private int[] ask(float[] vector, PointInTime snapshot, int effort) {
        try {
            List<Candidate> found = CandidateSearch.search(
                    new CandidateQuery(shard.id(), null, vector, null, Questions.NEAREST, GroupBy.PASSAGE, null, null),
                    shard.collection(),
                    snapshot.searcher(),
                    new SearchEffort(effort),
                    Instant.EPOCH);
            return found.stream()
                    .mapToInt(hit -> Integer.parseInt(hit.documentId()))
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            shard.abandon();
        } finally {
            timer.shutdownNow();
        }
    }
}
