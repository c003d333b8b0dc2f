package io.vicinal.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Inference on ingest with the real services apart: {@code kill -9} of the inference process and of retrieval in the middle of an
 * ingest, and another version that takes over meanwhile. Each new document comes out, and comes out once.
 */
class OnIngestIT {
    private static final int BATCH = 15;
    private static final Duration SETTLE = Duration.ofMinutes(2);
    private final long seed = Long.getLong("vicinal.test.seed", System.nanoTime());

    private int sent;

    @TempDir
    Path folder;

    @Test
    void eachComesOutOnceWhateverIsKilledAndWhicheverVersionServes() throws Exception {
        try (Apart apart = Apart.start(folder)) {
            Api api = apart.api();
            Api.Answer made = api.json(
                    "PUT",
                    "/v1/collections/tickets",
                    "{\"shards\": 2, \"fields\": {\"topic\": \"keyword\"},"
                            + " \"on_ingest\": {\"classify\": {\"label_field\": \"topic\"}}}");
            assertThat(made.status()).as(made.response().body()).isEqualTo(201);
            assertThat(api.send(
                                    "POST",
                                    "/v1/collections/tickets/documents?wait=searchable",
                                    "application/x-ndjson",
                                    String.join("\n", examples()))
                            .status())
                    .isEqualTo(200);

            AtomicBoolean enough = new AtomicBoolean();
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread sender = Thread.ofPlatform().start(() -> {
                try {
                    while (!enough.get()) {
                        send(api);
                        Thread.sleep(300);
                    }
                } catch (Throwable e) {
                    failure.set(e);
                }
            });
            Random random = new Random(seed);
            for (String victim : List.of("inference", "retrieval", "inference")) {
                Thread.sleep(500 + random.nextInt(2500));
                apart.process(victim).kill();
                apart.process(victim).restart();
                Api health = new Api(apart.port(victim));
                Api.await(
                        SETTLE,
                        () -> health.json("GET", "/actuator/health/readiness", "")
                                        .status()
                                == 200);
            }
            enough.set(true);
            sender.join();
            assertThat(failure.get()).isNull();
            assertThat(api.json("POST", "/v1/collections/tickets/versions", "{\"shards\": 3}")
                            .status())
                    .isEqualTo(201);
            Api.await(
                    SETTLE,
                    () -> api.json("POST", "/v1/collections/tickets/versions/2:promote", "")
                                    .status()
                            == 200);
            send(api); // by the version that serves now
            assertEachOnce(apart.port("kafka"));
        }
    }

    private static List<String> examples() {
        return IntStream.range(0, 20)
                .mapToObj(i -> line(
                        "e" + i,
                        i % 2 == 0 ? "My card has not arrived, number " + i : "I forgot my passcode, number " + i,
                        Map.of("topic", i % 2 == 0 ? "card" : "passcode")))
                .toList();
    }

    private static List<String> documents(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> line("d" + i, "Where is the card that I ordered, case " + i + "?", Map.of()))
                .toList();
    }

    private static String line(String id, String text, Map<String, String> fields) {
        return JsonMapper.shared().writeValueAsString(Map.of("id", id, "text", text, "fields", fields));
    }

    /** The gateway and the broker stay, so that each document is written once. */
    private void send(Api api) throws Exception {
        Api.Answer answer = api.documents("tickets", documents(sent, sent + BATCH));
        assertThat(answer.body().path("accepted").asInt())
                .as(answer.response().body())
                .isEqualTo(BATCH);
        sent += BATCH;
    }

    private void assertEachOnce(int kafkaPort) throws Exception {
        Map<String, Integer> times = new HashMap<>();
        Set<Integer> versions = new HashSet<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        "127.0.0.1:" + kafkaPort,
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(IntStream.range(0, 2)
                    .mapToObj(partition -> new TopicPartition("vicinal.classified.tickets", partition))
                    .toList());
            long end = System.nanoTime() + SETTLE.toNanos();
            long quietAt = end;
            while (System.nanoTime() < Math.min(end, quietAt)) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    JsonNode value = JsonMapper.shared().readTree(record.value());
                    assertThat(value.path("document_id").asString()).isEqualTo(record.key());
                    assertThat(value.path("distribution").path(0).path("label").asString())
                            .isEqualTo("card");
                    assertThat(value.path("evidence").findValuesAsString("document_id"))
                            .isNotEmpty()
                            .allMatch(id -> id.startsWith("e"));
                    versions.add(value.path("version").asInt());
                    times.merge(record.key(), 1, Integer::sum);
                });
                if (times.size() == sent && quietAt == end) {
                    quietAt = System.nanoTime() + Duration.ofSeconds(3).toNanos(); // for those that would come twice
                }
            }
        }
        assertThat(times.keySet())
                .as("documents that came out (seed " + seed + ")")
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, sent).mapToObj(i -> "d" + i).toList());
        assertThat(times.values()).as("how often (seed " + seed + ")").containsOnly(1);
        assertThat(versions).containsExactlyInAnyOrder(1, 2);
    }
}
