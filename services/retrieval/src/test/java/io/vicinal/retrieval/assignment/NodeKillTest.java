package io.vicinal.retrieval.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * {@code kill -9} of a retrieval node, in a process of its own, at random points of starting, restoring, replaying, indexing,
 * merging, committing, taking snapshots and going over to another version, while its log goes on; now and then its disk is lost
 * or spoilt as well. In the end every document is there once, as it was last sent, nothing that was deleted, and no version but
 * the one that serves. More rounds: {@code -Dvicinal.kills=50}; a failure prints its seed, {@code -Dvicinal.seed=…} repeats the
 * choices.
 */
@WithBroker
class NodeKillTest {
    private static final int KILLS = Integer.getInteger("vicinal.kills", 5);
    static final int DIMENSIONS = 32;
    private static final int IDS = 600;
    private static final int BATCH = 60;
    private static final Duration SETTLE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private final long seed = Long.getLong("vicinal.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void nothingIsLostDoubledOrResurrected(TestBroker broker) throws Exception {
        Collection collection = new Collection(
                "kill" + Long.toString(seed, 36).replace("-", ""),
                1,
                "model",
                DIMENSIONS,
                1,
                ShardBench.FIELDS,
                new Chunking(512, 0),
                VectorFormat.INT8,
                Instant.now());
        Path log = Files.createFile(folder.resolve("node.log"));
        try (RetrievalNode sender = new RetrievalNode(
                broker.bootstrapServers(), "sender", collection.name() + "-sender", folder.resolve("sender"))) {
            VersionedLog versions = new VersionedLog(sender, collection);
            AtomicBoolean over = new AtomicBoolean();
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread sending = Thread.ofPlatform().start(() -> send(versions, over, failure));
            for (int kill = 0; kill < KILLS; kill++) {
                CompletableFuture<Void> promoted;
                try (NodeProcess node = start(broker, collection, log)) {
                    promoted = awaitSometimes(node, versions, log);
                    Thread.sleep(random.nextInt(4_000));
                }
                harmDisk();
                promoted.get(SETTLE.toSeconds(), TimeUnit.SECONDS);
            }
            over.set(true);
            sending.join();
            assertThat(failure.get()).as("seed " + seed).isNull();
            try (NodeProcess node = start(broker, collection, log)) {
                assertWhole(node, versions, log);
            }
            sender.registry.remove(collection.name()).get();
        }
    }

    private NodeProcess start(TestBroker broker, Collection collection, Path log) throws IOException {
        return NodeProcess.start(
                log,
                "--vicinal.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                "--vicinal.kafka.properties.session.timeout.ms=6000",
                "--vicinal.node-id=victim",
                "--vicinal.retrieval.replica-set=" + collection.name(),
                "--vicinal.retrieval.data=" + folder.resolve("data"),
                "--vicinal.retrieval.refresh-interval=100ms",
                "--vicinal.retrieval.commit-interval=150ms",
                "--vicinal.retrieval.free-space=1MB",
                "--vicinal.retrieval.snapshots.location=" + folder.resolve("kept"),
                "--vicinal.retrieval.snapshots.interval=300ms",
                "--vicinal.retrieval.snapshots.grace=3s",
                "--logging.level.org.apache.kafka=error");
    }

    /**
     * A quarter of the kills hit a node that is starting, restoring or replaying, a quarter one at work, a quarter snapshots, and
     * a quarter one that builds another version or drops the one before, which ends when the returned future does.
     */
    private CompletableFuture<Void> awaitSometimes(NodeProcess node, VersionedLog versions, Path log) throws Exception {
        int what = random.nextInt(4);
        if (what == 0) {
            Thread.sleep(random.nextInt(12_000));
            return CompletableFuture.completedFuture(null);
        }
        await().atMost(SETTLE)
                .ignoreExceptions()
                .until(() -> node.state(versions.shard()).get("offset").asLong() > 0);
        if (what == 1) {
            long before = NodeProcess.count(log, "snapshot taken");
            await().atMost(SETTLE).until(() -> NodeProcess.count(log, "snapshot taken") > before);
        }
        return what == 2 ? promotion(versions, new Random(random.nextLong())) : CompletableFuture.completedFuture(null);
    }

    private static CompletableFuture<Void> promotion(VersionedLog versions, Random pauses) {
        return CompletableFuture.runAsync(() -> {
            try {
                versions.promote(pauses);
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
    }

    private void send(VersionedLog versions, AtomicBoolean over, AtomicReference<Throwable> failure) {
        Random choices = new Random(seed + 1);
        int version = 0;
        try {
            while (!over.get()) {
                Map<String, Integer> batch = new LinkedHashMap<>();
                for (int i = 0; i < BATCH; i++) {
                    boolean deletion = choices.nextInt(4) == 0;
                    batch.put("d" + choices.nextInt(IDS), deletion ? -1 : ++version);
                }
                versions.write(version, batch);
                Thread.sleep(50);
            }
        } catch (Throwable e) {
            failure.set(e);
        }
    }

    private void harmDisk() throws IOException {
        List<Path> files;
        try (Stream<Path> all =
                Files.exists(folder.resolve("data")) ? Files.walk(folder.resolve("data")) : Stream.of()) {
            files = all.filter(Files::isRegularFile)
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
        int what = random.nextInt(3);
        if (what == 1) {
            for (Path file : files) {
                Files.delete(file);
            }
        } else if (what == 2 && !files.isEmpty()) {
            Path file = files.get(random.nextInt(files.size()));
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length > 0) {
                bytes[random.nextInt(bytes.length)] ^= 0x55;
                Files.write(file, bytes);
            }
        }
    }

    private void assertWhole(NodeProcess node, VersionedLog versions, Path log) throws Exception {
        ShardId shard = versions.shard();
        Map<String, Integer> model = versions.model();
        String where = "seed " + seed + ", " + KILLS + " kills, version " + shard.version();
        await().atMost(SETTLE).ignoreExceptions().until(() -> {
            JsonNode state = node.state(shard);
            return state.get("status").asString().equals("serving")
                    && state.get("behind").asLong() == 0;
        });
        int lost = 0;
        int resurrected = 0;
        int stale = 0;
        for (int i = 0; i < IDS; i++) {
            JsonNode found = node.document(shard, "d" + i);
            Integer wanted = model.get("d" + i);
            lost += wanted != null && found == null ? 1 : 0;
            resurrected += wanted == null && found != null ? 1 : 0;
            stale += wanted != null
                            && found != null
                            && found.get("fields").get("year").asInt() != wanted
                    ? 1
                    : 0;
        }
        JsonNode state = node.state(shard);
        long wanted = model.values().stream().mapToLong(VersionedLog::passages).sum();
        long doubled = Math.abs(state.get("documents").asLong() - model.size())
                + Math.abs(state.get("passages").asLong() - wanted);
        System.out.printf(
                "%s: %d documents, %d lost, %d doubled, %d resurrected, %d stale; %d snapshots taken; opened from disk %d, snapshots %d, log %d times%n",
                where,
                model.size(),
                lost,
                doubled,
                resurrected,
                stale,
                NodeProcess.count(log, "snapshot taken"),
                NodeProcess.count(log, "from=\"LOCAL\""),
                NodeProcess.count(log, "from=\"SNAPSHOT\""),
                NodeProcess.count(log, "from=\"LOG\""));
        assertThat(List.of(lost, (int) doubled, resurrected, stale)).as(where).containsOnly(0);
        assertThat(model).as(where).isNotEmpty();
        for (int version = 1; version < shard.version(); version++) {
            ShardId before = versions.shard(version);
            Path itsFolder = folder.resolve("data").resolve(before.collection() + ".v" + version);
            await(where + ": " + before + " is gone")
                    .atMost(SETTLE)
                    .until(() -> isGone(node, before) && Files.notExists(itsFolder));
        }
    }

    private static boolean isGone(NodeProcess node, ShardId shard) throws InterruptedException {
        try {
            node.state(shard);
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
