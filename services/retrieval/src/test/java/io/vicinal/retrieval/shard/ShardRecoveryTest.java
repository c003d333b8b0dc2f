package io.vicinal.retrieval.shard;

import static io.vicinal.retrieval.ShardBench.document;
import static io.vicinal.retrieval.ShardBench.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.retrieval.TextShard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.store.LockObtainFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardRecoveryTest {
    private static final Collection COLLECTION = ShardBench.collection(2, VectorFormat.INT8);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir
    Path data;

    @TempDir
    Path crashed;

    private ShardBench bench;
    private Shard shard;

    @BeforeEach
    void committedUpTo10AndAppliedUpTo15() throws IOException {
        bench = new ShardBench(data);
        shard = bench.open(COLLECTION, 0, ShardBench.log(15), CLOCK);
        apply(shard, 0, 10);
        shard.commit();
        apply(shard, 10, 15);
        shard.refresh();
    }

    @AfterEach
    void close() throws IOException {
        shard.abandon();
        bench.close();
    }

    /** Records [from, to) of a log whose record n is document n, from offset 2n of the documents partition. */
    private static void apply(Shard shard, int from, int to) throws IOException {
        for (int n = from; n < to; n++) {
            shard.put(document("d" + n, "number " + n, Map.of("year", n), unit(n + 1, 1)));
            shard.advance(n, 2L * n);
        }
    }

    /** What a machine finds on its disk after the power went. */
    private void crash() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith("write.lock")) {
                    Path copy = crashed.resolve(data.relativize(file));
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
    }

    private Shard reopened(PartitionLog log, Clock clock) throws IOException {
        return ShardBench.openIn(crashed, COLLECTION, log, clock);
    }

    @Test
    void resumesAtTheOffsetInTheLastCommit() throws IOException {
        crash();
        try (Shard again = reopened(ShardBench.log(15), CLOCK)) {
            assertThat(again.applied()).isEqualTo(new Position(10, Map.of(0, 19L)));
            assertThat(again.state().documents()).isEqualTo(10);
            assertThat(again.isServing()).isFalse();
        }
    }

    @Test
    void replayingWhatItHadAlreadyChangesNothing() throws IOException {
        shard.commit();
        crash();
        try (Shard again = reopened(ShardBench.log(15), CLOCK)) {
            apply(again, 3, 15);
            again.refresh();
            assertThat(again.state().documents()).isEqualTo(15);
            assertThat(again.state().passages()).isEqualTo(15);
        }
    }

    @Test
    void closingCommits() throws IOException {
        shard.close();
        crash();
        try (Shard again = reopened(ShardBench.log(15), CLOCK)) {
            assertThat(again.applied()).isEqualTo(new Position(15, Map.of(0, 29L)));
            assertThat(again.isServing()).isTrue();
            assertThat(again.state().documents()).isEqualTo(15);
        }
    }

    @Test
    void startsAfreshWhereTheTopicWasCreatedAnew() throws IOException {
        crash();
        try (Shard again = reopened(new PartitionLog("topic-2", 0, 15, Duration.ofDays(7)), CLOCK)) {
            assertThat(again.applied()).isEqualTo(Position.START);
            assertThat(again.state().documents()).isZero();
        }
    }

    @Test
    void startsAfreshWhereItWasAwayLongerThanTombstonesAreKept() throws IOException {
        crash();
        Clock late = Clock.offset(CLOCK, Duration.ofDays(7).plusSeconds(1));
        try (Shard again = reopened(ShardBench.log(15), late)) {
            assertThat(again.applied()).isEqualTo(Position.START);
        }
    }

    @Test
    void goesOnHoweverLongItWasAwayWhereTheLogHasNotMoved() throws IOException {
        crash();
        Clock late = Clock.offset(CLOCK, Duration.ofDays(100));
        try (Shard again = reopened(ShardBench.log(10), late)) {
            assertThat(again.applied().offset()).isEqualTo(10);
            assertThat(again.state().documents()).isEqualTo(10);
        }
    }

    /** Its clock was ahead then, or ours is behind now: how long it was away, nobody knows. */
    @Test
    void startsAfreshOnceWhereItsCommitIsFromATimeStillToCome() throws IOException {
        crash();
        Clock behind = Clock.offset(CLOCK, Duration.ofDays(-1));
        try (Shard again = reopened(ShardBench.log(15), behind)) {
            assertThat(again.applied()).isEqualTo(Position.START);
            apply(again, 0, 15);
        }
        try (Shard again = reopened(ShardBench.log(16), Clock.offset(behind, Duration.ofHours(1)))) {
            assertThat(again.applied().offset()).isEqualTo(15);
        }
    }

    @Test
    void clocksThatDifferALittleMakeNoDifference() throws IOException {
        crash();
        try (Shard again = reopened(ShardBench.log(15), Clock.offset(CLOCK, Duration.ofMinutes(-5)))) {
            assertThat(again.applied().offset()).isEqualTo(10);
        }
    }

    /** Tombstones go while it replays, too: what counts is when it had last seen all of its log. */
    @Test
    void aShardThatWasThereButNeverCaughtUpIsAwayAllTheSame() throws IOException {
        crash();
        Clock sixDays = Clock.offset(CLOCK, Duration.ofDays(6));
        try (Shard slow = reopened(ShardBench.log(15), sixDays)) {
            slow.logEndsAt(15, sixDays.instant());
            apply(slow, 10, 12);
        }
        try (Shard again = reopened(ShardBench.log(15), Clock.offset(CLOCK, Duration.ofDays(8)))) {
            assertThat(again.applied()).isEqualTo(Position.START);
        }
    }

    @Test
    void aShardThatHadCaughtUpMayBeAwayAsLongAsTombstonesAreKeptFromThen() throws IOException {
        crash();
        Clock sixDays = Clock.offset(CLOCK, Duration.ofDays(6));
        try (Shard quick = reopened(ShardBench.log(15), sixDays)) {
            apply(quick, 10, 15);
            quick.logEndsAt(15, sixDays.instant());
            quick.logEndsAt(15, sixDays.instant());
        }
        try (Shard again = reopened(ShardBench.log(16), Clock.offset(CLOCK, Duration.ofDays(12)))) {
            assertThat(again.applied().offset()).isEqualTo(15);
        }
        try (Shard again = reopened(ShardBench.log(16), Clock.offset(CLOCK, Duration.ofDays(14)))) {
            assertThat(again.applied()).isEqualTo(Position.START);
        }
    }

    /** A node that was asleep holds its shard open as if nothing had happened. */
    @Test
    void anOpenShardThatWasAwayTooLongIsNoViewOfItsLogAnyMore() {
        assertThat(shard.isViewOf(ShardBench.log(15))).isTrue();
        PartitionLog brief = new PartitionLog("topic-1", 0, 16, Duration.ofSeconds(-1));
        assertThat(shard.isViewOf(brief)).isFalse();
    }

    @Test
    void startsAfreshWhereTheLogNoLongerHasItsOffset() throws IOException {
        crash();
        try (Shard again = reopened(ShardBench.log(9), CLOCK)) {
            assertThat(again.applied()).isEqualTo(Position.START);
        }
    }

    @Test
    void whatTheLexicalFieldHoldsIsPartOfTheFormat() {
        Collection english = TextShard.collection("en", 1);
        assertThat(CommitData.format(english)).isEqualTo(CommitData.format(TextShard.collection("en", 1)));
        assertThat(CommitData.format(english))
                .isNotEqualTo(CommitData.format(TextShard.collection("de", 1)))
                .isNotEqualTo(CommitData.format(TextShard.collection("en", 2)));
    }

    @Test
    void startsAfreshWhereTheVectorFormatChanged() throws IOException {
        crash();
        Collection other = ShardBench.collection(2, VectorFormat.FLOAT32);
        try (Shard again = ShardBench.openIn(crashed, other, ShardBench.log(15), CLOCK)) {
            assertThat(again.applied()).isEqualTo(Position.START);
        }
    }

    @Test
    void anyCorruptFileIsFoundAtOpeningAndTheShardRebuilt() throws IOException {
        int files = damagedFiles().size();
        assertThat(files).isGreaterThan(2);
        for (int i = 0; i < files; i++) {
            for (boolean truncate : List.of(true, false)) {
                ShardFolder.remove(crashed);
                crash();
                Path file = damagedFiles().get(i);
                damage(file, truncate);
                try (Shard again = reopened(ShardBench.log(15), CLOCK)) {
                    assertThat(again.applied())
                            .as("%s truncated: %s", file, truncate)
                            .isEqualTo(Position.START);
                    apply(again, 0, 15);
                    again.refresh();
                    assertThat(again.state().documents()).isEqualTo(15);
                }
            }
        }
    }

    @Test
    void aMissingFileIsFoundAtOpeningAndTheShardRebuilt() throws IOException {
        crash();
        Files.delete(damagedFiles().getFirst());
        try (Shard again = reopened(ShardBench.log(15), CLOCK)) {
            assertThat(again.applied()).isEqualTo(Position.START);
        }
    }

    /** The files of the last commit: what was written since has no part in recovery. */
    private List<Path> damagedFiles() throws IOException {
        if (!Files.exists(crashed.resolve("test.v1"))) {
            crash();
        }
        Path folder = crashed.resolve("test.v1/0");
        try (var directory = org.apache.lucene.store.FSDirectory.open(folder);
                var reader = org.apache.lucene.index.DirectoryReader.open(directory)) {
            return reader.getIndexCommit().getFileNames().stream()
                    .map(folder::resolve)
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }

    private static void damage(Path file, boolean truncate) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (truncate) {
            Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2), StandardOpenOption.TRUNCATE_EXISTING);
        } else {
            bytes[bytes.length / 2] ^= 0x55;
            Files.write(file, bytes);
        }
    }

    @Test
    void anIndexThatAnotherProcessHasIsLeftAlone() {
        assertThatThrownBy(() -> bench.open(COLLECTION, 0, ShardBench.log(15), CLOCK))
                .isInstanceOf(LockObtainFailedException.class);
        assertThat(shard.isWritable()).isTrue();
    }
}
