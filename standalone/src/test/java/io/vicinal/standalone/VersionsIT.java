package io.vicinal.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.testkit.model.TinyModels;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A collection goes over to another model, shard count and vector format while it is written and searched all the time. */
class VersionsIT {
    private static final int DOCUMENTS = 160;
    private static final Duration SETTLE = Duration.ofMinutes(3);
    private static final String COLLECTION = "/v1/collections/c";

    private final long seed = Long.getLong("vicinal.test.seed", System.nanoTime());

    @TempDir
    Path folder;

    private Launched up(int port, int kafkaPort) throws Exception {
        Path model = TinyModels.dense(folder.resolve("tiny-model"));
        return Launched.start(
                Map.of("VICINAL_EMBEDDING_MODELS", model.toString()),
                folder.resolve("up.log"),
                "up",
                "--port",
                "" + port,
                "--kafka-port",
                "" + kafkaPort,
                "--data",
                folder.resolve("data").toString());
    }

    private static void createAndFill(Api api, Writes writes) throws Exception {
        assertThat(api.json("PUT", COLLECTION, """
                        {"model": "tiny-model", "shards": 2, "fields": {"topic": "long"}, "min_relevance": 0}""").status()).isEqualTo(201);
        for (int i = 0; i < DOCUMENTS; i++) {
            writes.put("d" + i);
        }
    }

    @Test
    void noQueryFailsAndNoWriteIsLostFromOneVersionToTheNextAndBack() throws Exception {
        int port = Launched.freePort();
        Api api = new Api(port);
        try (Launched up = up(port, Launched.freePort())) {
            api.awaitReady(up);
            Writes writes = new Writes(api, new Random(seed));
            createAndFill(api, writes);
            Api.await(SETTLE, () -> api.documentsOf("c") == DOCUMENTS);
            AtomicBoolean over = new AtomicBoolean();
            Searches searches = new Searches(api, over);
            Thread searching = Thread.ofPlatform().start(searches);
            Thread writing = Thread.ofPlatform().start(() -> writes.until(over));
            assertThat(build(api).body().path("version").asInt()).isEqualTo(2);
            promote(api, "/versions/2:promote");
            Thread.sleep(2_000);
            assertThat(searches.versions).contains(1, 2);
            assertThat(served(api)).isEqualTo(2);
            promote(api, "/versions:rollback");
            assertThat(served(api)).isEqualTo(1);
            Thread.sleep(1_000);
            promote(api, "/versions/2:promote");
            Thread.sleep(1_000);
            over.set(true);
            searching.join();
            writing.join();
            assertThat(searches.failures).as("failed searches (seed %d)", seed).isEmpty();
            assertThat(searches.answered).hasPositiveValue();
            assertThat(writes.failures).as("failed writes (seed %d)", seed).isEmpty();
            writes.assertFound("version 2");
            promote(api, "/versions:rollback");
            writes.assertFound("version 1 again");
        }
    }

    @Test
    void kill9WhileItIsBuiltAndPromotedLosesAndBringsBackNothing() throws Exception {
        int port = Launched.freePort();
        Api api = new Api(port);
        Random random = new Random(seed);
        try (Launched up = up(port, Launched.freePort())) {
            api.awaitReady(up);
            Writes writes = new Writes(api, new Random(seed));
            createAndFill(api, writes);
            AtomicBoolean over = new AtomicBoolean();
            Thread writing = Thread.ofPlatform().start(() -> writes.until(over));
            build(api);
            for (int round = 0; round < 2; round++) {
                Thread.sleep(200 + random.nextInt(1500));
                up.kill();
                up.restart();
                api.awaitReady(up);
            }
            promote(api, "/versions/2:promote");
            up.kill(); // the very moment that it serves
            up.restart();
            api.awaitReady(up);
            assertThat(served(api)).isEqualTo(2);
            Thread.sleep(500);
            over.set(true);
            writing.join();
            writes.assertFound("version 2");
            promote(api, "/versions:rollback");
            writes.assertFound("version 1 again");
        }
    }

    private static Api.Answer build(Api api) throws Exception {
        Api.Answer built = api.json("POST", COLLECTION + "/versions", """
                {"model": "bge-small-en-v1.5", "shards": 3, "vector_format": "float32"}""");
        assertThat(built.status()).as("%s", built.body()).isEqualTo(201);
        return built;
    }

    /** As an operator would: asks until it has caught up. */
    private static void promote(Api api, String path) throws Exception {
        Api.await(SETTLE, () -> {
            Api.Answer answer = api.json("POST", COLLECTION + path, "");
            assertThat(answer.status()).as("%s", answer.body()).isIn(200, 409, 503);
            return answer.status() == 200;
        });
    }

    private static int served(Api api) throws Exception {
        return api.json("GET", COLLECTION, "").body().path("version").asInt();
    }

    /** Searches all the time; every answer must be there, whole, and of one version. */
    private static final class Searches implements Runnable {
        private final Api api;
        private final AtomicBoolean over;
        private final List<String> failures = new ArrayList<>();
        private final TreeSet<Integer> versions = new TreeSet<>();
        private final AtomicInteger answered = new AtomicInteger();

        Searches(Api api, AtomicBoolean over) {
            this.api = api;
            this.over = over;
        }

        @Override
        public void run() {
            while (!over.get()) {
                try {
                    Api.Answer answer = api.json("POST", COLLECTION + "/search", """
                            {"query": "red and green", "top_k": 20}""");
                    if (answer.status() != 200 || answer.body().path("partial").asBoolean()) {
                        failures.add(answer.status() + " " + answer.body());
                    } else {
                        check(answer.body());
                    }
                } catch (IOException | InterruptedException e) {
                    failures.add(e.toString());
                }
            }
        }

        /** Two shards are of the first version, three of the second. */
        private void check(JsonNode found) {
            int version = found.path("version").asInt();
            versions.add(version);
            answered.incrementAndGet();
            if (found.path("shards").size() != version + 1 || found.path("hits").isEmpty()) {
                failures.add(found.toString());
            }
        }
    }

    /** Writes of one client, one after the other, each tried until it is acknowledged, and what is there after them. */
    private static final class Writes {
        private final Api api;
        private final Random random;
        private final Map<String, Integer> model = new HashMap<>();
        private final TreeSet<String> known = new TreeSet<>();
        private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

        Writes(Api api, Random random) {
            this.api = api;
            this.random = random;
        }

        void until(AtomicBoolean over) {
            while (!over.get()) {
                try {
                    step();
                    Thread.sleep(10);
                } catch (Exception | AssertionError e) {
                    failures.add(e.toString());
                }
            }
        }

        private void step() throws Exception {
            String id = "d" + random.nextInt(DOCUMENTS + 100);
            switch (random.nextInt(20)) {
                case 0 -> {
                    int topic = random.nextInt(50);
                    acknowledged("POST", COLLECTION + "/documents:delete", """
                            {"filter": {"eq": {"topic": %d}}}""".formatted(topic));
                    model.values().removeIf(each -> each == topic);
                }
                case 1, 2, 3 -> {
                    acknowledged("DELETE", COLLECTION + "/documents/" + id, "");
                    model.remove(id);
                }
                default -> put(id);
            }
        }

        void put(String id) throws Exception {
            int topic = random.nextInt(50);
            acknowledged("PUT", COLLECTION + "/documents/" + id, """
                    {"text": "red green %sx. %s", "fields": {"topic": %d}}""".formatted(id, "blue ".repeat(topic), topic));
            model.put(id, topic);
            known.add(id);
        }

        private void acknowledged(String method, String path, String body) throws Exception {
            Api.await(SETTLE, () -> {
                int status = api.json(method, path, body).status();
                assertThat(status).isIn(200, 202, 204, 503, 429);
                return status < 300;
            });
        }

        /** Every document that should be there once, as it was written last, and no other. */
        void assertFound(String where) throws Exception {
            acknowledged("POST", COLLECTION + "/documents?wait=searchable", "[{\"id\": \"last\", \"text\": \"red\"}]");
            model.put("last", -1);
            List<String> wrong;
            long end = System.nanoTime() + SETTLE.toNanos();
            do {
                Thread.sleep(200);
                wrong = wrong();
            } while (!wrong.isEmpty() && System.nanoTime() < end);
            assertThat(wrong).as(where).isEmpty();
            assertThat(api.documentsOf("c")).as(where).isEqualTo(model.size());
            assertThat(known).hasSizeGreaterThan(DOCUMENTS / 2);
        }

        private List<String> wrong() throws Exception {
            List<String> wrong = new ArrayList<>();
            for (String id : known) {
                Integer topic = model.get(id);
                Api.Answer there = api.json("GET", COLLECTION + "/documents/" + id, "");
                boolean right = topic == null
                        ? there.status() == 404
                        : there.body().path("fields").path("topic").asInt(-2) == topic;
                List<String> hits = api.search("c", """
                        {"query": "%sx", "mode": "lexical", "group_by": "passage"}""".formatted(id));
                if (!right || !hits.equals(topic == null ? List.of() : List.of(id))) {
                    wrong.add(id + " " + topic + " " + there.body() + " " + hits);
                }
            }
            return wrong;
        }
    }
}
