package io.vicinal.retrieval.assignment;

import static io.vicinal.retrieval.ShardBench.document;
import static io.vicinal.retrieval.ShardBench.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.contracts.search.ShardState;
import io.vicinal.contracts.search.ShardState.Status;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a file system of 32 MB that is really full; needs the right to mount one. */
@WithBroker
class FullDiskTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int MB = 1 << 20;

    @TempDir
    Path mount;

    @BeforeEach
    void mount() throws Exception {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", mount.toString()), "may not mount");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", mount.toString());
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }

    /** With room that is left alone, writing stops before Lucene fails; with none, after. */
    @ParameterizedTest
    @ValueSource(longs = {4 * MB, 0})
    void searchesGoOnWritesStopAndResumeWhenThereIsRoom(long left, TestBroker broker) throws Exception {
        Collection collection = new Collection(
                "full" + left,
                1,
                "model",
                2,
                1,
                ShardBench.FIELDS,
                new Chunking(512, 0),
                VectorFormat.INT8,
                Instant.now());
        ShardId shard = new ShardId(collection.name(), 1, 0);
        try (RetrievalNode node = new RetrievalNode(
                broker.bootstrapServers(), "full" + left, collection.name(), mount.resolve("data"), null, left)) {
            node.create(collection);
            node.write(collection, 0, 0, Map.of("1", document("1", "A zebra drinks.", Map.of(), unit(1, 0))));
            await().atMost(SOON)
                    .ignoreExceptions()
                    .until(() -> found(node, shard).equals(List.of("1")));
            AtomicBoolean over = new AtomicBoolean();
            List<String> failures = new CopyOnWriteArrayList<>();
            Thread searches = Thread.startVirtualThread(() -> searchOn(node, shard, over, failures));

            fill(left / 2);
            node.write(collection, 0, 1, Map.of("2", large(1)));
            ShardState full = await().atMost(SOON)
                    .until(() -> node.api.state(shard).block(), state -> state.status() == Status.READ_ONLY);
            assertThat(full.reason()).isNotBlank();
            assertThat(full.documents()).isEqualTo(1);
            Thread.sleep(3_000);
            assertThat(node.api.state(shard).block().status()).isEqualTo(Status.READ_ONLY);

            Files.delete(mount.resolve("filler"));
            await().atMost(SOON).until(() -> node.api.state(shard).block().documents() == 2);
            await().atMost(SOON).until(() -> node.api.state(shard).block().status() == Status.SERVING);
            over.set(true);
            searches.join();
            assertThat(failures).isEmpty();
            assertThat(found(node, shard)).containsExactlyInAnyOrder("1", "2");
            node.registry.remove(collection.name()).get(); // the broker is shared
        }
    }

    private static Object large(int seed) {
        StringBuilder text = new StringBuilder("A zebra. ");
        Random random = new Random(seed);
        while (text.length() < MB) {
            text.append(Long.toString(random.nextLong(), 36)).append(' ');
        }
        return document("2", text.toString(), Map.of(), unit(0, 1));
    }

    private void fill(long leave) throws IOException {
        byte[] block = new byte[64 << 10];
        try (OutputStream out = Files.newOutputStream(mount.resolve("filler"))) {
            while (Files.getFileStore(mount).getUsableSpace() > leave) {
                out.write(block, 0, (int)
                        Math.min(block.length, Files.getFileStore(mount).getUsableSpace() - leave));
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space");
        }
    }

    private static void searchOn(RetrievalNode node, ShardId shard, AtomicBoolean over, List<String> failures) {
        while (!over.get()) {
            try {
                if (!found(node, shard).contains("1")) {
                    failures.add("not found");
                }
                Thread.sleep(20);
            } catch (Exception e) {
                failures.add(e.toString());
            }
        }
    }

    private static List<String> found(RetrievalNode node, ShardId shard) {
        return node
                .api
                .candidates(new CandidateQuery(shard, "zebra", null, null, 10, GroupBy.DOCUMENT, null, null))
                .block()
                .candidates()
                .stream()
                .map(candidate -> candidate.documentId())
                .toList();
    }
}
