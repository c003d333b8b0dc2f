package io.vicinal.retrieval.snapshot;

import static io.vicinal.retrieval.ShardBench.document;
import static io.vicinal.retrieval.ShardBench.ids;
import static io.vicinal.retrieval.ShardBench.lexical;
import static io.vicinal.retrieval.ShardBench.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.search.SnapshotDescription;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.retrieval.shard.PartitionLog;
import io.vicinal.retrieval.shard.Shard;
import io.vicinal.retrieval.shard.ShardOrigin;
import io.vicinal.retrieval.shard.Shards;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class SnapshotTest {
    private static final Collection COLLECTION = ShardBench.collection(2, VectorFormat.INT8);
    private static final Duration GRACE = Duration.ofHours(1);
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    Path data;

    @TempDir
    Path elsewhere;

    @TempDir
    Path kept;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Shards shards = new Shards();
    private ShardBench bench;
    private ShardBench other;
    private Snapshots snapshots;
    private Shard shard;

    @BeforeEach
    void open() throws IOException {
        bench = new ShardBench(data);
        other = new ShardBench(elsewhere);
        snapshots = snapshots(Duration.ZERO);
        shard = bench.open(COLLECTION);
        shards.opened(shard);
    }

    @AfterEach
    void close() throws IOException {
        snapshots.close();
        shard.close();
        bench.close();
        other.close();
    }

    private Snapshots snapshots(Duration interval) {
        return new Snapshots(
                new SnapshotProperties(kept.toString(), interval, 2, GRACE, DataSize.ofGigabytes(1)),
                new S3Properties(null, null, false),
                "node:1",
                shards,
                metrics);
    }

    /** Records [from, to) of a log whose record n is document n. */
    private static void apply(Shard shard, int from, int to) throws IOException {
        for (int n = from; n < to; n++) {
            shard.put(document("d" + n, "number " + n, Map.of("year", n), unit(n + 1, 1)));
            shard.advance(n, n);
        }
    }

    private SnapshotTaken take() {
        return snapshots.now(shard).join();
    }

    private Shard restored(PartitionLog log, Clock clock) throws IOException {
        return other.home(clock, snapshots).open(COLLECTION, 0, log, null);
    }

    private Path folder(String part) {
        return kept.resolve("test.v1/topic-1/0").resolve(part);
    }

    private List<Path> files(String part) throws IOException {
        try (Stream<Path> files = Files.list(folder(part))) {
            return files.sorted().toList();
        }
    }

    private void age(String part, Duration age) throws IOException {
        for (Path file : files(part)) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
        }
    }

    @Test
    void anotherNodeBeginsWithTheSnapshotAndReplaysTheRest() throws IOException {
        apply(shard, 0, 10);
        SnapshotTaken taken = take();
        assertThat(taken.unchanged()).isFalse();
        assertThat(taken.snapshot().offset()).isEqualTo(10);
        assertThat(taken.snapshot().takenBy()).isEqualTo("node:1");
        apply(shard, 10, 15);
        try (Shard again = restored(ShardBench.log(15), CLOCK)) {
            assertThat(again.origin()).isEqualTo(ShardOrigin.SNAPSHOT);
            assertThat(again.applied().offset()).isEqualTo(10);
            assertThat(again.isServing()).isFalse();
            apply(again, 10, 15);
            again.refresh();
            assertThat(again.state().documents()).isEqualTo(15);
            assertThat(again.state().passages()).isEqualTo(15);
            assertThat(ids(lexical(again, "3", null))).containsExactly("d3");
        }
        assertThat(metrics.timer("vicinal.retrieval.restore.duration", "outcome", "restored")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aNodeWithAnIndexOfItsOwnNeedsNone() throws IOException {
        apply(shard, 0, 10);
        take();
        shard.close();
        shard = bench.home(CLOCK, snapshots).open(COLLECTION, 0, ShardBench.log(10), null);
        assertThat(shard.origin()).isEqualTo(ShardOrigin.LOCAL);
    }

    @Test
    void theNextSnapshotSendsOnlyWhatIsNew() throws IOException {
        apply(shard, 0, 200);
        SnapshotDescription first = take().snapshot();
        double sent = metrics.counter("vicinal.retrieval.snapshot.bytes").count();
        assertThat(sent).isEqualTo(first.bytes());
        apply(shard, 200, 201);
        SnapshotDescription second = take().snapshot();
        double more = metrics.counter("vicinal.retrieval.snapshot.bytes").count() - sent;
        assertThat(second.bytes()).isGreaterThan(first.bytes());
        assertThat(more).isPositive().isLessThan(second.bytes() / 2.0);
        assertThat(take().unchanged()).isTrue();
        assertThat(snapshots.list(shard)).extracting(SnapshotDescription::id).containsExactly(second.id(), first.id());
    }

    @Test
    void nothingIndexedIsNothingToKeep() {
        assertThat(take().snapshot())
                .satisfiesAnyOf(
                        nothing -> assertThat(nothing).isNull(),
                        empty -> assertThat(empty.offset()).isZero());
    }

    @Test
    void whereTheNewestIsSpoiltTheOneBeforeIsTakenAndTheNextIsWholeAgain() throws IOException {
        apply(shard, 0, 10);
        take();
        List<Path> before = files("files");
        apply(shard, 10, 12);
        take();
        List<Path> added =
                files("files").stream().filter(file -> !before.contains(file)).toList();
        byte[] bytes = Files.readAllBytes(added.getFirst());
        bytes[bytes.length / 2] ^= 1;
        Files.write(added.getFirst(), bytes);
        try (Shard again = restored(ShardBench.log(12), CLOCK)) {
            assertThat(again.origin()).isEqualTo(ShardOrigin.SNAPSHOT);
            assertThat(again.applied().offset()).isEqualTo(10);
        }
        assertThat(added.getFirst()).doesNotExist();
        apply(shard, 12, 13);
        take();
        try (Shard again = fresh(ShardBench.log(13))) {
            assertThat(again.applied().offset()).isEqualTo(13);
        }
    }

    private Shard fresh(PartitionLog log) throws IOException {
        try (Stream<Path> files = Files.walk(elsewhere)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(elsewhere)) {
                    Files.delete(file);
                }
            }
        }
        return restored(log, CLOCK);
    }

    @Test
    void everyFileIsCheckedAndWithoutASoundSnapshotTheLogIsReplayed() throws IOException {
        apply(shard, 0, 10);
        take();
        for (Path file : files("files")) {
            byte[] sound = Files.readAllBytes(file);
            for (byte[] spoilt : List.of(flipped(sound), Arrays.copyOf(sound, sound.length - 1))) {
                Files.write(file, spoilt);
                try (Shard again = fresh(ShardBench.log(10))) {
                    assertThat(again.origin()).as(file + "").isEqualTo(ShardOrigin.LOG);
                    assertThat(again.state().documents()).isZero();
                }
                Files.write(file, sound);
            }
        }
        try (Shard again = fresh(ShardBench.log(10))) {
            assertThat(again.origin()).isEqualTo(ShardOrigin.SNAPSHOT);
        }
    }

    private static byte[] flipped(byte[] sound) {
        byte[] spoilt = sound.clone();
        spoilt[spoilt.length / 3] ^= 0x10;
        return spoilt;
    }

    @Test
    void aCorruptIndexOnDiskIsReplacedByTheSnapshot() throws IOException {
        apply(shard, 0, 10);
        take();
        shard.close();
        Path segment;
        try (Stream<Path> files = Files.list(bench.folder(0))) {
            segment = files.filter(file -> file.toString().endsWith(".cfs"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.write(segment, flipped(Files.readAllBytes(segment)));
        shard = bench.home(CLOCK, snapshots).open(COLLECTION, 0, ShardBench.log(10), null);
        assertThat(shard.origin()).isEqualTo(ShardOrigin.SNAPSHOT);
        assertThat(shard.state().documents()).isEqualTo(10);
    }

    @Test
    void aSnapshotOfAnotherCollectionOrFormatOrTopicIsRefused() throws IOException {
        apply(shard, 0, 10);
        take();
        PartitionLog anew = new PartitionLog("topic-2", 0, 15, Duration.ofDays(7));
        copy(folder(""), kept.resolve("test.v1/topic-2/0"));
        copy(folder(""), kept.resolve("test.v1/topic-1/1"));
        try (Shard again = restored(anew, CLOCK)) {
            assertThat(again.origin()).isEqualTo(ShardOrigin.LOG);
        }
        try (Shard again = other.home(CLOCK, snapshots).open(COLLECTION, 1, ShardBench.log(15), null)) {
            assertThat(again.origin()).isEqualTo(ShardOrigin.LOG);
        }
        Collection floats = ShardBench.collection(2, VectorFormat.FLOAT32);
        try (Shard again = other.home(CLOCK, snapshots).open(floats, 0, ShardBench.log(15), null)) {
            assertThat(again.origin()).isEqualTo(ShardOrigin.LOG);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(path).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(path, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Test
    void aSnapshotThatIsOlderThanTombstonesOrBeyondTheLogIsRefused() throws IOException {
        apply(shard, 0, 10);
        take();
        Clock late = Clock.offset(CLOCK, Duration.ofDays(7).plusMinutes(1));
        try (Shard again = restored(ShardBench.log(15), late)) {
            assertThat(again.origin()).isEqualTo(ShardOrigin.LOG);
        }
        try (Shard again = fresh(ShardBench.log(9))) {
            assertThat(again.origin()).isEqualTo(ShardOrigin.LOG);
        }
        try (Shard again = fresh(new PartitionLog("topic-1", 11, 15, Duration.ofDays(7)))) {
            assertThat(again.origin()).isEqualTo(ShardOrigin.LOG);
        }
    }

    @Test
    void aRestoreThatWasKilledIsBegunAgain() throws IOException {
        apply(shard, 0, 10);
        take();
        Path unfinished = elsewhere.resolve("test.v1/0.restoring");
        Files.createDirectories(unfinished);
        for (Path file : files("files")) {
            Files.write(unfinished.resolve(file.getFileName().toString()), new byte[] {1});
        }
        try (Shard again = restored(ShardBench.log(10), CLOCK)) {
            assertThat(again.origin()).isEqualTo(ShardOrigin.SNAPSHOT);
            assertThat(again.state().documents()).isEqualTo(10);
        }
        assertThat(unfinished).doesNotExist();
    }

    @Test
    void aSnapshotWithoutItsManifestIsNoneAndOneWithHalfAManifestNeither() throws IOException {
        apply(shard, 0, 10);
        take();
        Path manifest = files("snapshots").getFirst();
        byte[] whole = Files.readAllBytes(manifest);
        Files.write(manifest, Arrays.copyOf(whole, whole.length / 2));
        try (Shard again = restored(ShardBench.log(10), CLOCK)) {
            assertThat(again.origin()).isEqualTo(ShardOrigin.LOG);
        }
        Files.delete(manifest);
        try (Shard again = fresh(ShardBench.log(10))) {
            assertThat(again.origin()).isEqualTo(ShardOrigin.LOG);
        }
    }

    @Test
    void olderSnapshotsGoOnceEnoughNewerOnesHaveBeenThereForTheTimeOfGrace() throws IOException {
        for (int n = 0; n < 4; n++) {
            apply(shard, n, n + 1);
            take();
        }
        assertThat(snapshots.list(shard)).hasSize(4);
        int all = files("files").size();
        Files.write(folder("files").resolve("0".repeat(64)), new byte[1]); // of an upload that was killed
        age("snapshots", GRACE.plusMinutes(1));
        age("files", GRACE.plusMinutes(1));
        Files.write(folder("files").resolve("1".repeat(64)), new byte[1]); // of one that runs
        apply(shard, 4, 5);
        take();
        assertThat(snapshots.list(shard))
                .extracting(SnapshotDescription::offset)
                .containsExactly(5L, 4L, 3L);
        assertThat(folder("files").resolve("0".repeat(64))).doesNotExist();
        assertThat(folder("files").resolve("1".repeat(64))).exists();
        assertThat(files("files").size()).isLessThan(all + 4);
        try (Shard again = restored(ShardBench.log(5), CLOCK)) {
            assertThat(again.applied().offset()).isEqualTo(5);
        }
    }

    @Test
    void whatAManifestOfALaterReleaseNeedsIsLeftAlone() throws IOException {
        apply(shard, 0, 1);
        take();
        Path manifest = files("snapshots").getFirst();
        Files.writeString(manifest, Files.readString(manifest).replace("\"layout\":1", "\"layout\":2"));
        List<Path> its = files("files");
        age("snapshots", GRACE.plusMinutes(1));
        age("files", GRACE.plusMinutes(1));
        apply(shard, 1, 2);
        take();
        assertThat(its).allSatisfy(file -> assertThat(file).exists());
    }

    @Test
    void twoNodesThatWriteTheSameShardDoNotGetInEachOthersWay() throws IOException {
        apply(shard, 0, 10);
        try (Shard twin = other.open(COLLECTION)) {
            apply(twin, 0, 12);
            SnapshotDescription ours = take().snapshot();
            SnapshotDescription theirs = snapshots.now(twin).join().snapshot();
            assertThat(theirs.id()).isNotEqualTo(ours.id());
            assertThat(snapshots.list(shard))
                    .extracting(SnapshotDescription::id)
                    .containsExactly(theirs.id(), ours.id());
        }
        try (Shard again = fresh(ShardBench.log(12))) {
            assertThat(again.applied().offset()).isEqualTo(12);
            assertThat(again.state().documents()).isEqualTo(12);
        }
    }

    @Test
    void anUnreachableStoreIsSaidAndNothingElseSuffers() throws Exception {
        apply(shard, 0, 10);
        S3Properties away = new S3Properties(URI.create("http://127.0.0.1:1"), "eu-central-1", true);
        System.setProperty("aws.accessKeyId", "tester");
        System.setProperty("aws.secretAccessKey", "secret of the tester");
        try (Snapshots unreachable = new Snapshots(
                new SnapshotProperties("s3://shards", Duration.ofMillis(10), 2, GRACE, DataSize.ofGigabytes(1)),
                away,
                "node:1",
                shards,
                metrics)) {
            assertThatThrownBy(() -> unreachable.now(shard).join())
                    .isInstanceOf(CompletionException.class)
                    .hasMessageContaining("s3://shards");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> unreachable.failing().containsKey(shard.id()));
            assertThat(metrics.timer("vicinal.retrieval.snapshot.duration", "outcome", "failed")
                            .count())
                    .isPositive();
            apply(shard, 10, 12);
            shard.refresh();
            assertThat(shard.state().documents()).isEqualTo(12);
            try (Shard again = other.home(CLOCK, unreachable).open(COLLECTION, 0, ShardBench.log(12), null)) {
                assertThat(again.origin()).isEqualTo(ShardOrigin.LOG);
            }
        }
    }

    @Test
    void theyAreTakenByThemselvesAndMeasured() throws Exception {
        apply(shard, 0, 10);
        try (Snapshots regular = snapshots(Duration.ofMillis(100))) {
            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(() -> !regular.list(shard).isEmpty());
            assertThat(metrics.get("vicinal.retrieval.snapshot.age")
                            .tag("shard", "test.v1/0")
                            .timeGauge()
                            .value(TimeUnit.SECONDS))
                    .isBetween(0.0, 20.0);
        }
    }

    @Test
    void withoutALocationTheRequestSaysSo() {
        try (Snapshots none = new Snapshots(
                new SnapshotProperties(null, Duration.ofMinutes(1), 2, GRACE, DataSize.ofGigabytes(1)),
                new S3Properties(null, null, false),
                "node:1",
                shards,
                metrics)) {
            assertThatThrownBy(() -> none.now(shard))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("vicinal.retrieval.snapshots.location");
        }
    }

    @Test
    void withItsCollectionASnapshotGoes() throws Exception {
        apply(shard, 0, 10);
        take();
        snapshots.remove(shard.id(), "topic-1");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> files("snapshots").isEmpty() && files("files").isEmpty());
    }
}
