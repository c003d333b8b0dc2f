package io.vicinal.retrieval.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.document.MatchingDeletion;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.filter.Filter;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shard that several documents partitions feed, with deletions by filter among the writes, against a map. */
class MatchingDeletionTest {
    private static final Collection COLLECTION = ShardBench.collection(4, VectorFormat.INT8);
    private static final int SOURCES = 3;
    private static final int STEPS = 300;

    /**
     * A record: a deletion by filter where it has no id, a tombstone where it has no year.
     *
     * @param source offset in its documents partition
     */
    private record Write(int partition, long source, String id, Integer year) {}

    @TempDir
    Path data;

    @RepeatedTest(2)
    void deletesWhatStoodBeforeItInItsPartitionAlsoWhereTheLogIsReplayed() throws IOException {
        long seed = Long.getLong("vicinal.seed", System.nanoTime());
        Random random = new Random(seed);
        List<Write> log = new ArrayList<>();
        long[] sources = new long[SOURCES];
        ShardBench bench = new ShardBench(data);
        Shard shard = bench.open(COLLECTION);
        try {
            for (int step = 0; step < STEPS; step++) {
                int what = random.nextInt(100);
                if (what < 85) {
                    Write write = write(random, sources);
                    log.add(write);
                    apply(shard, write, log.size() - 1);
                } else if (what < 90) {
                    shard.commit();
                } else if (what < 95) {
                    shard.refresh();
                    check(shard, log, "-Dvicinal.seed=" + seed + " step " + step);
                } else {
                    if (random.nextBoolean()) {
                        shard.close();
                    } else {
                        shard.abandon();
                    }
                    shard = bench.open(COLLECTION, 0, ShardBench.log(log.size()), Clock.systemUTC());
                    // sometimes from further back than it would have to, as if the index were ahead of its offset
                    long from = Math.max(0, shard.applied().offset() - random.nextInt(20));
                    for (long offset = from; offset < log.size(); offset++) {
                        apply(shard, log.get((int) offset), offset);
                    }
                }
            }
            shard.refresh();
            check(shard, log, "-Dvicinal.seed=" + seed);
        } finally {
            shard.abandon();
            bench.close();
        }
    }

    /** An id is always of one documents partition, as Kafka's partitioner has it. */
    private static Write write(Random random, long[] sources) {
        int kind = random.nextInt(10);
        int number = random.nextInt(30);
        int partition = kind == 0 ? random.nextInt(SOURCES) : number % SOURCES;
        long source = sources[partition]++;
        return switch (kind) {
            case 0 -> new Write(partition, source, null, random.nextInt(4));
            case 1, 2 -> new Write(partition, source, "d" + number, null);
            default -> new Write(partition, source, "d" + number, random.nextInt(4));
        };
    }

    private static void apply(Shard shard, Write write, long offset) throws IOException {
        if (write.id() == null) {
            shard.deleteMatching(
                    new MatchingDeletion(Filter.eq(Map.of("year", write.year())), null), write.partition());
        } else if (write.year() == null) {
            shard.delete(write.id());
        } else {
            shard.put(
                    ShardBench.document(
                            write.id(), "One. Two.", Map.of("year", write.year()), unit(write.year()), unit(1)),
                    write.partition());
        }
        shard.advance(offset, write.partition(), write.source());
    }

    private static float[] unit(int year) {
        return ShardBench.unit(1, year, 0, 1);
    }

    private static void check(Shard shard, List<Write> log, String where) throws IOException {
        Map<String, Write> model = new HashMap<>();
        for (Write write : log) {
            if (write.id() == null) {
                model.values()
                        .removeIf(put -> put.partition() == write.partition()
                                && put.year().equals(write.year()));
            } else if (write.year() == null) {
                model.remove(write.id());
            } else {
                model.put(write.id(), write);
            }
        }
        assertThat(shard.state().documents()).as(where).isEqualTo(model.size());
        assertThat(shard.state().passages()).as(where).isEqualTo(2L * model.size());
        assertThat(new TreeSet<>(ShardBench.ids(ShardBench.search(shard, null, unit(0), 100, GroupBy.DOCUMENT, null))))
                .as(where)
                .isEqualTo(new TreeSet<>(model.keySet()));
        for (int partition = 0; partition < SOURCES; partition++) {
            int of = partition;
            long next = log.stream()
                    .filter(write -> write.partition() == of)
                    .mapToLong(write -> write.source() + 1)
                    .max()
                    .orElse(0);
            assertThat(shard.applied().documentsOffset(partition)).as(where).isEqualTo(next);
        }
    }

    @Test
    void aDeletionOfEverythingSaysSoAndOneThatDoesNotFitIsRefusedAndHarmsNothing() throws IOException {
        ShardBench bench = new ShardBench(data);
        try (Shard shard = bench.open(COLLECTION)) {
            apply(shard, new Write(0, 0, "a", 1), 0);
            apply(shard, new Write(1, 0, "b", 1), 1);
            for (Filter filter : new Filter[] {null, Filter.eq(Map.of()), Filter.eq(Map.of("colour", "red"))}) {
                assertThatThrownBy(() -> shard.deleteMatching(new MatchingDeletion(filter, null), 0))
                        .isInstanceOf(ProblemException.class);
            }
            shard.refresh();
            assertThat(shard.isWritable()).isTrue();
            assertThat(shard.documents()).isEqualTo(2);
            shard.deleteMatching(new MatchingDeletion(null, true), 0);
            shard.advance(2, 0, 1);
            shard.refresh();
            assertThat(ShardBench.ids(ShardBench.search(shard, null, unit(0), 100, GroupBy.DOCUMENT, null)))
                    .containsExactly("b");
        } finally {
            bench.close();
        }
    }

    @Test
    void aWaiterIsToldWhenItsOwnDocumentsPartitionHasBeenWorkedThrough() throws IOException {
        ShardBench bench = new ShardBench(data);
        try (Shard shard = bench.open(COLLECTION)) {
            var first = shard.await(1, 5);
            var second = shard.await(2, 5);
            apply(shard, new Write(1, 4, "a", 1), 0);
            apply(shard, new Write(2, 5, "b", 1), 1);
            shard.refresh();
            assertThat(first).isNotDone();
            assertThat(second).isCompleted();
            apply(shard, new Write(1, 5, "c", 1), 2);
            shard.refresh();
            assertThat(first).isCompleted();
            assertThat(shard.await(1, 3)).isCompleted();
        } finally {
            bench.close();
        }
    }
}
