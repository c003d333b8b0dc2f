package io.vicinal.standalone.bench;

import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.embedding.EmbeddedDocument;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.retrieval.candidates.CandidateSearch;
import io.vicinal.retrieval.shard.Archive;
import io.vicinal.retrieval.shard.PartitionLog;
import io.vicinal.retrieval.shard.PointInTime;
import io.vicinal.retrieval.shard.Shard;
import io.vicinal.retrieval.shard.ShardHome;
import io.vicinal.retrieval.shard.ShardSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;

/** A shard in a folder that is removed with it, fed by hand instead of by a log. */
final class ScratchShard implements AutoCloseable {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration TOMBSTONES_KEPT = Duration.ofDays(7);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Path data;
    private final Collection collection;
    private Shard shard;
    private long offset;

    ScratchShard(int dimensions, VectorFormat format, Map<String, FieldType> fields) throws IOException {
        data = Files.createTempDirectory("vicinal-bench");
        collection =
                new Collection("bench", 1, "none", dimensions, 1, fields, new Chunking(512, 0), format, Instant.EPOCH);
        shard = open(0);
    }

    private Shard open(long end) throws IOException {
        return new ShardHome(data, new ShardSettings(NEVER, NEVER, NEVER, 0), timer, Clock.systemUTC(), Archive.NONE)
                .open(collection, 0, new PartitionLog("bench", 0, end, TOMBSTONES_KEPT), null);
    }

    void put(EmbeddedDocument document) throws IOException {
        shard.put(document);
        shard.advance(offset++, -1);
    }

    /** Opened anew: what is searched is what was committed, and no merge runs beside. */
    void settle() throws IOException {
        shard.close();
        shard = open(offset);
        shard.refresh();
    }

    List<Candidate> search(CandidateQuery query) throws IOException {
        try (PointInTime snapshot = shard.pointInTime()) {
            return CandidateSearch.search(query, collection, snapshot.searcher());
        }
    }

    int segments() throws IOException {
        try (PointInTime snapshot = shard.pointInTime()) {
            return snapshot.searcher().getIndexReader().leaves().size();
        }
    }

    ShardId id() {
        return shard.id();
    }

    @Override
    public void close() throws IOException {
        shard.abandon();
        timer.shutdownNow();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
