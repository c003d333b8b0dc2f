package io.vicinal.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.testkit.model.TinyModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Lists are read to their end, page by page, while other documents come, change and go all the time. */
class PagesIT {
    private static final String COLLECTION = "/v1/collections/pages";
    private static final int KEPT = 60;
    private static final int OTHERS = 60;
    private static final int LISTS = 6;
    private static final String RANKED =
            "{\"query\": \"amber\", \"mode\": \"lexical\", \"top_k\": 7, \"allow_partial\": false";
    private static final String SORTED =
            "{\"sort\": [{\"field\": \"n\", \"order\": \"desc\"}], \"top_k\": 7, \"allow_partial\": false";

    private final long seed = Long.getLong("vicinal.test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger written = new AtomicInteger();

    @TempDir
    Path folder;

    @Test
    void noDocumentComesTwiceAndNoneThatIsThereAllTheTimeIsMissed() throws Exception {
        int port = Launched.freePort();
        Api api = new Api(port);
        Path model = TinyModels.dense(folder.resolve("tiny-model"));
        try (Launched up = Launched.start(
                Map.of("VICINAL_EMBEDDING_MODELS", model.toString()),
                folder.resolve("up.log"),
                "up",
                "--port",
                "" + port,
                "--kafka-port",
                "" + Launched.freePort(),
                "--data",
                folder.resolve("data").toString())) {
            api.awaitReady(up);
            assertThat(api.json(
                                    "PUT",
                                    COLLECTION,
                                    "{\"model\": \"tiny-model\", \"shards\": 2, \"fields\": {\"n\": \"long\"}}")
                            .status())
                    .isEqualTo(201);
            List<String> kept = IntStream.range(0, KEPT)
                    .mapToObj(i -> document("kept" + i, i % 10))
                    .toList();
            assertThat(api.json("POST", COLLECTION + "/documents?wait=searchable", kept.toString())
                            .status())
                    .isEqualTo(200);
            AtomicBoolean over = new AtomicBoolean();
            Thread writing = Thread.ofPlatform().start(() -> write(api, over));
            Set<Set<String>> seen = new HashSet<>();
            for (int list = 0; list < LISTS; list++) {
                int before = written.get();
                seen.add(readToItsEnd(api, list % 2 == 0 ? RANKED : SORTED));
                assertThat(written.get()).as("written meanwhile").isGreaterThan(before);
            }
            over.set(true);
            writing.join();
            assertThat(failures).isEmpty();
            assertThat(seen).as("what came and went was seen").hasSizeGreaterThan(1);
        }
    }

    /** The others that were on the pages. */
    private Set<String> readToItsEnd(Api api, String request) throws Exception {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            Api.Answer answer = api.json("POST", COLLECTION + "/search", request + cursor + "}");
            assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
            answer.body()
                    .path("hits")
                    .forEach(hit -> ids.add(hit.path("document_id").asString()));
            JsonNode next = answer.body().path("next_cursor");
            cursor = next.isMissingNode() ? null : ", \"cursor\": \"" + next.asString() + "\"";
            pages++;
            Thread.sleep(100); // time for writes between the pages
        } while (cursor != null);
        assertThat(pages).isGreaterThanOrEqualTo(KEPT / 7);
        // In a sorted list one that is written anew comes again where its new value is further on; it is not there as
        // it was.
        assertThat(ids.stream().filter(id -> request.equals(RANKED) || id.startsWith("kept")))
                .as("seed %d: %s", seed, request)
                .doesNotHaveDuplicates();
        assertThat(ids)
                .as("seed %d: %s", seed, request)
                .containsAll(IntStream.range(0, KEPT).mapToObj(i -> "kept" + i).toList());
        return ids.stream().filter(id -> id.startsWith("other")).collect(Collectors.toCollection(TreeSet::new));
    }

    private void write(Api api, AtomicBoolean over) {
        while (!over.get()) {
            try {
                String id = "other" + random.nextInt(OTHERS);
                int status = random.nextInt(3) == 0
                        ? api.json("DELETE", COLLECTION + "/documents/" + id, "")
                                .status()
                        : api.json("POST", COLLECTION + "/documents", "[" + document(id, random.nextInt(10)) + "]")
                                .status();
                if (status >= 300) {
                    failures.add("a write was answered with " + status);
                }
                written.incrementAndGet();
                Thread.sleep(5);
            } catch (Exception e) {
                failures.add(e.toString());
            }
        }
    }

    /** Of as many words as its number says, so that its rank changes with it. */
    private static String document(String id, int n) {
        return "{\"id\": \"" + id + "\", \"text\": \"amber" + " stone".repeat(n) + "\", \"fields\": {\"n\": " + n
                + "}}";
    }
}
