package io.vicinal.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of an ingest: nothing lost, nothing doubled, nothing refused. */
class CrashIT {
    private static final int DOCUMENTS = 280;
    private static final int BATCH = 20;
    private static final int KILLS = 3;
    private static final Duration SETTLE = Duration.ofMinutes(3);
    private final long seed = Long.getLong("vicinal.test.seed", System.nanoTime());

    @TempDir
    Path folder;

    @Test
    void theWholePlatformInOneJvm() throws Exception {
        int port = Launched.freePort();
        int kafkaPort = Launched.freePort();
        Api api = new Api(port);
        try (Launched up = Launched.start(
                Map.of(),
                folder.resolve("up.log"),
                "up",
                "--port",
                "" + port,
                "--kafka-port",
                "" + kafkaPort,
                "--data",
                folder.resolve("data").toString())) {
            api.awaitReady(up);
            ingestWhileKilling(api, "all", up, () -> api.awaitReady(up));
            assertNothingLostOrDoubled(api, "all", kafkaPort);
        }
    }

    @Test
    void onlyTheEmbeddingOrOnlyTheRetrievalProcess() throws Exception {
        try (Apart apart = Apart.start(folder)) {
            for (String victim : List.of("embedding", "retrieval")) {
                ingestWhileKilling(apart.api(), victim, apart.process(victim), () -> {});
                assertNothingLostOrDoubled(apart.api(), victim, apart.port("kafka"));
            }
        }
    }

    private interface Recovery {
        void await() throws Exception;
    }

    /** Sends on from another thread while this one kills and restarts. */
    private void ingestWhileKilling(Api api, String collection, Launched victim, Recovery recovery) throws Exception {
        Random random = new Random(seed);
        assertThat(api.json("PUT", "/v1/collections/" + collection, "{\"shards\": 2}")
                        .status())
                .isEqualTo(201);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread sender = Thread.ofPlatform().start(() -> {
            try {
                sendAll(api, collection);
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        for (int kill = 0; kill < KILLS; kill++) {
            Thread.sleep(300 + random.nextInt(1200));
            victim.kill();
            victim.restart();
            recovery.await();
        }
        sender.join();
        assertThat(failure.get()).isNull();
    }

    private void sendAll(Api api, String collection) throws Exception {
        List<String> documents = Corpus.documents(seed, DOCUMENTS);
        for (int from = 0; from < DOCUMENTS; from += BATCH) {
            List<String> batch = documents.subList(from, from + BATCH);
            // Retried until acknowledged: a client cannot know whether an answer that never came was a yes.
            Api.await(SETTLE, () -> {
                Api.Answer answer = api.documents(collection, batch);
                return answer.status() == 200 && answer.body().path("accepted").asInt() == BATCH;
            });
            Thread.sleep(100);
        }
    }

    private void assertNothingLostOrDoubled(Api api, String collection, int kafkaPort) throws Exception {
        Api.await(SETTLE, () -> api.documentsOf(collection) == DOCUMENTS);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            String query = "{\"query\": \"" + Corpus.mark(i) + "\", \"mode\": \"lexical\", \"group_by\": \"passage\"}";
            if (!api.search(collection, query).equals(List.of("d" + i))) {
                wrong.add("d" + i);
            }
        }
        assertThat(wrong)
                .as("documents not found exactly once (seed " + seed + ")")
                .isEmpty();
        assertThat(deadLetters(kafkaPort))
                .as("dead letters (seed " + seed + ")")
                .isZero();
    }

    private static long deadLetters(int kafkaPort) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", "127.0.0.1:" + kafkaPort),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("vicinal.dead-letters").stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }
}
