package io.vicinal.retrieval.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.retrieval.ShardBench;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** A shard against a map, through random writes, refreshes, commits, closings and crashes. */
class ShardModelTest {
    private static final Collection COLLECTION = ShardBench.collection(8, VectorFormat.INT8);
    private static final int STEPS = 600;

    private record Write(String id, Integer version) {}

    @TempDir
    Path data;

    @RepeatedTest(3)
    void showsWhatAMapWouldHold() throws IOException {
        long seed = Long.getLong("vicinal.seed", System.nanoTime());
        Random random = new Random(seed);
        List<Write> log = new ArrayList<>();
        ShardBench bench = new ShardBench(data);
        Shard shard = bench.open(COLLECTION);
        try {
            for (int step = 0; step < STEPS; step++) {
                int what = random.nextInt(100);
                if (what < 85) {
                    boolean deletion = random.nextInt(4) == 0;
                    Write write = new Write("d" + random.nextInt(40), deletion ? null : log.size());
                    log.add(write);
                    apply(shard, write, log.size() - 1, random);
                } else if (what < 90) {
                    shard.commit();
                } else if (what < 96) {
                    shard.refresh();
                    check(shard, log, seed, step);
                } else {
                    if (random.nextBoolean()) {
                        shard.close();
                    } else {
                        shard.abandon();
                    }
                    shard = bench.open(COLLECTION, 0, ShardBench.log(log.size()), Clock.systemUTC());
                    for (long offset = shard.applied().offset(); offset < log.size(); offset++) {
                        apply(shard, log.get((int) offset), offset, random);
                    }
                }
            }
            shard.refresh();
            check(shard, log, seed, STEPS);
        } finally {
            shard.abandon();
            bench.close();
        }
    }

    private static void apply(Shard shard, Write write, long offset, Random random) throws IOException {
        if (write.version() == null) {
            shard.delete(write.id());
        } else {
            // as many passages as the version says, so that a replay writes the same
            float[][] vectors = new float[1 + write.version() % 3][];
            for (int i = 0; i < vectors.length; i++) {
                vectors[i] = ShardBench.randomUnit(random, 8);
            }
            String text = ("word" + write.version() + ". ").repeat(vectors.length);
            shard.put(ShardBench.document(write.id(), text, Map.of("year", write.version()), vectors));
        }
        shard.advance(offset, offset);
    }

    private static void check(Shard shard, List<Write> log, long seed, int step) throws IOException {
        Map<String, Integer> model = new HashMap<>();
        for (Write write : log) {
            if (write.version() == null) {
                model.remove(write.id());
            } else {
                model.put(write.id(), write.version());
            }
        }
        String where = "-Dvicinal.seed=" + seed + " step " + step;
        assertThat(shard.state().documents()).as(where).isEqualTo(model.size());
        assertThat(shard.state().passages())
                .as(where)
                .isEqualTo(model.values().stream()
                        .mapToLong(version -> 1 + version % 3)
                        .sum());
        float[] anywhere = ShardBench.randomUnit(new Random(seed), 8);
        assertThat(new TreeSet<>(ShardBench.ids(ShardBench.search(shard, null, anywhere, 100, GroupBy.DOCUMENT, null))))
                .as(where)
                .isEqualTo(new TreeSet<>(model.keySet()));
        try (PointInTime at = shard.pointInTime()) {
            for (Map.Entry<String, Integer> entry : model.entrySet()) {
                assertThat(StoredDocuments.document(at.searcher(), entry.getKey())
                                .orElseThrow()
                                .fields())
                        .as(where)
                        .isEqualTo(Map.of("year", entry.getValue()));
                assertThat(ShardBench.ids(ShardBench.lexical(shard, "word" + entry.getValue(), null)))
                        .as(where)
                        .containsExactly(entry.getKey());
            }
        }
    }
}
