package io.vicinal.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Two nodes hold every shard; either may be killed or hang at any moment, and no query fails. The promise is about failures and
 * not about speed: queries have a deadline that a slow machine keeps too.
 */
class ReplicaSetsIT {
    private static final int QUERIES_A_SECOND = 50;
    private static final int DOCUMENTS = 200;
    private static final int DEADLINE_MS = 20_000;
    /** A node that starts shares the processors with the queries. */
    private static final Duration SETTLE = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    @Test
    void noQueryFailsWhenANodeHangsOrIsKilledAndWhenItComesBack() throws Exception {
        try (Apart apart = Apart.start(folder)) {
            apart.launchReplica(folder, "b");
            Api api = apart.api();
            Api.await(
                    SETTLE,
                    () -> api.json("PUT", "/v1/collections/twice", "{\"shards\": 3}")
                                    .status()
                            < 300);
            Api.await(SETTLE, () -> api.documents("twice", documents()).status() == 200);
            Api.await(SETTLE, () -> everywhere(apart));

            try (ScheduledExecutorService clients = Executors.newScheduledThreadPool(32)) {
                clients.scheduleAtFixedRate(
                        () -> clients.execute(() -> ask(api)), 0, 1_000_000 / QUERIES_A_SECOND, TimeUnit.MICROSECONDS);
                Thread.sleep(Duration.ofSeconds(2));
                apart.process("retrieval").freeze();
                Thread.sleep(Duration.ofSeconds(6));
                apart.process("retrieval").goOn();
                Thread.sleep(Duration.ofSeconds(1));
                apart.process("retrieval-b").kill();
                Thread.sleep(Duration.ofSeconds(3));
                apart.process("retrieval-b").restart();
                Api.await(SETTLE, () -> everywhere(apart));
                Thread.sleep(Duration.ofSeconds(1));
                apart.process("retrieval").kill();
                Thread.sleep(Duration.ofSeconds(4));
                clients.shutdown();
                clients.awaitTermination(30, TimeUnit.SECONDS);
            }

            assertThat(failures).isEmpty();
            assertThat(answered).hasValue(asked.get()).hasValueGreaterThan(17 * QUERIES_A_SECOND / 2);
        }
    }

    private void ask(Api api) {
        int i = asked.getAndIncrement() % DOCUMENTS;
        try {
            Api.Answer answer = api.json(
                    "POST",
                    "/v1/collections/twice/search",
                    "{\"query\": \"stone number " + Corpus.mark(i)
                            + "\", \"allow_partial\": false, \"top_k\": 3, \"deadline_ms\": " + DEADLINE_MS + "}");
            JsonNode first = answer.body().path("hits").path(0);
            if (answer.status() != 200) {
                failures.add(answer.response().body());
            } else if (!first.path("document_id").asString("").equals("" + i)) {
                failures.add("not found: " + i + " but " + first);
            }
            answered.incrementAndGet();
        } catch (Exception e) {
            failures.add(e.toString());
        }
    }

    private static boolean everywhere(Apart apart) throws Exception {
        for (String node : List.of("retrieval", "retrieval-b")) {
            String metrics = new Api(apart.port(node))
                    .json("GET", "/actuator/prometheus", "")
                    .response()
                    .body();
            double documents = metrics.lines()
                    .filter(line -> line.startsWith("vicinal_retrieval_shard_documents"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
            if (documents != DOCUMENTS) {
                return false;
            }
        }
        return true;
    }

    private static List<String> documents() {
        return IntStream.range(0, DOCUMENTS)
                .mapToObj(i -> "{\"id\": \"" + i + "\", \"text\": \"stone number " + Corpus.mark(i) + "\"}")
                .toList();
    }
}
