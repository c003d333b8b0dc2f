package io.vicinal.retrieval.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.retrieval.shard.PointInTime;
import io.vicinal.retrieval.shard.Shard;
import io.vicinal.retrieval.shard.ShardOrigin;
import io.vicinal.retrieval.shard.Shards;
import io.vicinal.retrieval.shard.StoredDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/**
 * A shard and its snapshots against a map, through random writes, commits, snapshots to a store that fails, kills, and
 * disks that are lost or spoilt. A failure prints its seed: {@code -Dvicinal.seed=…} repeats it.
 */
class SnapshotModelTest {
    private static final Collection COLLECTION = ShardBench.collection(4, VectorFormat.INT8);
    private static final int STEPS = 250;

    private record Write(String id, Integer version) {}

    @TempDir
    Path data;

    @TempDir
    Path kept;

    private final List<Write> log = new ArrayList<>();
    private final Map<ShardOrigin, Integer> origins = new EnumMap<>(ShardOrigin.class);
    private ShardBench bench;
    private Snapshots snapshots;
    private Shard shard;

    @RepeatedTest(3)
    void whateverHappensTheShardIsWhatItsLogSays() throws IOException {
        long seed = Long.getLong("vicinal.seed", System.nanoTime());
        Random random = new Random(seed);
        bench = new ShardBench(data);
        snapshots = new Snapshots(
                new SnapshotProperties(
                        kept.toString(),
                        Duration.ZERO,
                        2,
                        Duration.ofMillis(random.nextInt(50)),
                        DataSize.ofGigabytes(1)),
                new UnreliableStore(new FolderStore(kept), new Random(seed + 1), 0.02),
                "node",
                new Shards(),
                new SimpleMeterRegistry());
        shard = opened();
        try {
            for (int step = 0; step < STEPS; step++) {
                step(random, "-Dvicinal.seed=" + seed + " step " + step);
            }
            shard.refresh();
            check("-Dvicinal.seed=" + seed);
            assertThat(origins).as("-Dvicinal.seed=" + seed).containsKey(ShardOrigin.SNAPSHOT);
        } finally {
            shard.abandon();
            snapshots.close();
            bench.close();
        }
    }

    private void step(Random random, String where) throws IOException {
        int what = random.nextInt(100);
        if (what < 75) {
            log.add(new Write("d" + random.nextInt(30), random.nextInt(4) == 0 ? null : log.size()));
            apply(log.size() - 1);
        } else if (what < 80) {
            shard.commit();
        } else if (what < 88) {
            keep();
        } else if (what < 92) {
            shard.refresh();
            check(where);
        } else {
            if (random.nextInt(3) == 0) {
                shard.close();
            } else {
                shard.abandon();
            }
            int disk = random.nextInt(3);
            if (disk == 1) {
                lose();
            } else if (disk == 2) {
                spoil(random);
            }
            shard = opened();
            shard.refresh();
            check(where);
        }
    }

    private void keep() {
        try {
            snapshots.now(shard).join();
        } catch (CompletionException e) {
            assertThat(e).hasMessageContaining("the store failed");
        }
    }

    private Shard opened() throws IOException {
        shard = bench.home(Clock.systemUTC(), snapshots).open(COLLECTION, 0, ShardBench.log(log.size()), null);
        origins.merge(shard.origin(), 1, Integer::sum);
        for (int offset = (int) shard.applied().offset(); offset < log.size(); offset++) {
            apply(offset);
        }
        return shard;
    }

    private void apply(int offset) throws IOException {
        Write write = log.get(offset);
        if (write.version() == null) {
            shard.delete(write.id());
        } else {
            float[][] vectors = new float[1 + write.version() % 3][];
            for (int i = 0; i < vectors.length; i++) {
                vectors[i] = ShardBench.randomUnit(new Random(write.version()), 4);
            }
            String text = "A sentence. ".repeat(vectors.length);
            shard.put(ShardBench.document(write.id(), text, Map.of("year", write.version()), vectors));
        }
        shard.advance(offset, offset);
    }

    private List<Path> indexFiles() throws IOException {
        try (Stream<Path> files = Files.list(bench.folder(0))) {
            return files.filter(file -> !file.endsWith("write.lock")).sorted().toList();
        }
    }

    private void lose() throws IOException {
        for (Path file : indexFiles()) {
            Files.delete(file);
        }
    }

    private void spoil(Random random) throws IOException {
        List<Path> files = indexFiles();
        if (files.isEmpty()) {
            return;
        }
        Path file = files.get(random.nextInt(files.size()));
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] ^= 1 << random.nextInt(8);
            Files.write(file, bytes);
        }
    }

    private void check(String where) throws IOException {
        Map<String, Integer> model = new HashMap<>();
        for (Write write : log) {
            if (write.version() == null) {
                model.remove(write.id());
            } else {
                model.put(write.id(), write.version());
            }
        }
        assertThat(shard.state().documents()).as(where).isEqualTo(model.size());
        assertThat(shard.state().passages())
                .as(where)
                .isEqualTo(model.values().stream()
                        .mapToLong(version -> 1 + version % 3)
                        .sum());
        try (PointInTime at = shard.pointInTime()) {
            for (Map.Entry<String, Integer> entry : model.entrySet()) {
                assertThat(StoredDocuments.document(at.searcher(), entry.getKey())
                                .orElseThrow(() -> new AssertionError(where + ": " + entry.getKey() + " is lost"))
                                .fields())
                        .as(where)
                        .isEqualTo(Map.of("year", entry.getValue()));
            }
        }
    }
}
