package io.vicinal.retrieval.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.retrieval.shard.ArchiveException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store of snapshots does. */
abstract class SnapshotStoreContract {
    static final Throttle FAST = new Throttle(1L << 32);

    @TempDir
    Path folder;

    private SnapshotStore store;

    abstract SnapshotStore open(Path folder) throws Exception;

    @BeforeEach
    void start() throws Exception {
        store = open(folder);
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private Path file(int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return Files.write(folder.resolve("file-" + bytes), content);
    }

    private byte[] read(String key) throws IOException {
        try (InputStream in = store.read(key)) {
            return in.readAllBytes();
        }
    }

    @Test
    void whatIsPutIsReadAndListedWithLengthAndTime() throws IOException {
        Path file = file(70_000);
        store.put("a/b/one", file, FAST);
        store.put("a/b/two", new byte[] {1, 2, 3});
        store.put("a/bc/three", new byte[0]);
        assertThat(read("a/b/one")).isEqualTo(Files.readAllBytes(file));
        assertThat(read("a/b/two")).containsExactly(1, 2, 3);
        List<StoredObject> listed = store.list("a/b/");
        assertThat(listed).extracting(StoredObject::key).containsExactlyInAnyOrder("a/b/one", "a/b/two");
        assertThat(listed).extracting(StoredObject::bytes).containsExactlyInAnyOrder(70_000L, 3L);
        assertThat(listed.getFirst().stored())
                .isBetween(
                        Instant.now().minus(Duration.ofMinutes(5)),
                        Instant.now().plusSeconds(60));
        assertThat(store.list("a/")).hasSize(3);
        assertThat(store.list("nowhere/")).isEmpty();
    }

    @Test
    void aLargeFileArrivesWhole() throws IOException {
        Path file = file(40 << 20);
        store.put("large", file, FAST);
        assertThat(read("large")).isEqualTo(Files.readAllBytes(file));
        assertThat(store.list("")).extracting(StoredObject::bytes).contains(40L << 20);
    }

    @Test
    void putAgainReplacesAndDeletedIsGone() throws IOException {
        store.put("x/k", new byte[] {1});
        store.put("x/k", new byte[] {2, 3});
        assertThat(read("x/k")).containsExactly(2, 3);
        store.delete("x/k");
        store.delete("x/k");
        assertThat(store.list("x/")).isEmpty();
        assertThatThrownBy(() -> store.read("x/k"))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("x/k");
    }

    @Test
    void aFileThatIsGoneWhileItIsSentLeavesNothing() {
        assertThatThrownBy(() -> store.put("x/gone", folder.resolve("gone"), FAST))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> store.read("x/gone")).isInstanceOf(ArchiveException.class);
    }

    @Test
    void theThrottleHoldsTheRate() throws IOException {
        Path file = file(3 << 20);
        long begin = System.nanoTime();
        store.put("slow", file, new Throttle(4 << 20));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(500));
    }
}
