package io.vicinal.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.testkit.model.TinyModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The steps of an order over two real shards, on one page and on several. Of each of eight kinds there are five documents:
 * three with the very same vector and two with one near it.
 */
class CompositionIT implements CrossEncodedSearches {
    private static final String COLLECTION = "/v1/collections/steps";
    private static final int DIMENSIONS = 64;
    private static final int KINDS = 8;
    private static final int OF_EACH = 5;
    private static final List<String> WORDS =
            List.of("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh");
    private static final int ALL = KINDS * OF_EACH;

    @TempDir
    static Path folder;

    private static final Random RANDOM = new Random(23);
    private static final String VECTOR = Arrays.toString(random());
    private static Launched up;
    private static Api api;

    @BeforeAll
    static void start() throws Exception {
        int port = Launched.freePort();
        api = new Api(port);
        up = Launched.start(
                Map.of(
                        "VICINAL_EMBEDDING_MODELS",
                        String.join(
                                ",",
                                List.of(
                                        TinyModels.dense(folder.resolve("tiny-model"))
                                                .toString(),
                                        TinyModels.crossEncoder(folder.resolve("pairs"), 1)
                                                .toString(),
                                        TinyModels.crossEncoder(folder.resolve("three"), 3)
                                                .toString(),
                                        TinyModels.nanCrossEncoder(folder.resolve("nan"))
                                                .toString()))),
                folder.resolve("up.log"),
                "up",
                "--port",
                "" + port,
                "--kafka-port",
                "" + Launched.freePort(),
                "--data",
                folder.resolve("data").toString());
        api.awaitReady(up);
        assertThat(api.json("PUT", COLLECTION, """
                        {"model": "none", "dimensions": 64, "shards": 2, "fields": {"kind": "keyword", "n": "long",
                         "day": "date"}}""").status()).isEqualTo(201);
        List<String> documents = new ArrayList<>();
        for (int kind = 0; kind < KINDS; kind++) {
            double[] centre = random();
            for (int i = 0; i < OF_EACH; i++) {
                double[] vector = centre.clone();
                vector[i] += i < 3 ? 0 : 0.1;
                documents.add("""
                        {"id": "d%d-%d", "text": "of the %s kind", "vector": %s,
                         "fields": {"kind": "k%d", "n": %d, "day": "2024-01-%02d"}}""".formatted(
                                kind, i, WORDS.get(kind), Arrays.toString(vector), kind, 10 * kind + i, 1 + kind));
            }
        }
        assertThat(api.json("POST", COLLECTION + "/documents?wait=searchable", documents.toString())
                        .status())
                .isEqualTo(200);
        CrossEncodedSearches.write(api);
    }

    @Override
    public Api api() {
        return api;
    }

    @AfterAll
    static void stop() throws Exception {
        up.close();
    }

    private static double[] random() {
        return RANDOM.doubles(DIMENSIONS).map(d -> d - 0.5).toArray();
    }

    private static JsonNode search(String wishes, int topK, String cursor) throws Exception {
        Api.Answer answer = api.json(
                "POST",
                COLLECTION + "/search",
                "{\"vector\": " + VECTOR + ", \"top_k\": " + topK + wishes.replace('\'', '"') + cursor + "}");
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static List<JsonNode> hits(String wishes) throws Exception {
        List<JsonNode> hits = new ArrayList<>();
        search(wishes, 100, "").path("hits").forEach(hits::add);
        return hits;
    }

    private static List<String> ids(List<JsonNode> hits) {
        return hits.stream().map(hit -> hit.path("document_id").asString()).toList();
    }

    private static List<String> readInPages(String wishes) throws Exception {
        List<JsonNode> hits = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = search(wishes, 3, cursor);
            page.path("hits").forEach(hits::add);
            JsonNode next = page.path("next_cursor");
            cursor = next.isMissingNode() ? null : ", \"cursor\": \"" + next.asString() + "\"";
        }
        return ids(hits);
    }

    @Test
    void pagesTogetherAreTheListAsAWhole() throws Exception {
        for (String wishes : List.of(
                "",
                ", 'diversity': {'lambda': 0.3}",
                ", 'collapse': {'similarity': 1}",
                ", 'collapse': {'similarity': 0.9}, 'diversity': {'lambda': 0.5}, 'pinned': ['d7-0', 'd1-1']",
                ", 'pinned': ['d3-3', 'd2-2', 'd1-1', 'd4-4', 'nowhere'], 'hidden': ['d0-0', 'd5-1']",
                ", 'group_by': 'kind', 'group_size': 2, 'diversity': {'lambda': 0.5}, 'pinned': ['d6-4']",
                ", 'boosts': [{'field': 'n', 'weight': 0.5, 'numeric': {'function': 'linear'}}]")) {
            List<String> whole = ids(hits(wishes));
            assertThat(whole).as(wishes).isNotEmpty().doesNotHaveDuplicates();
            assertThat(readInPages(wishes)).as(wishes).isEqualTo(whole);
        }
    }

    @Test
    void theSameVectorsAreFoldedAndEveryDocumentIsShownOrCounted() throws Exception {
        List<JsonNode> hits = hits(", 'collapse': {'similarity': 1}, 'explain': true");
        List<String> everyone = new ArrayList<>(ids(hits));
        for (JsonNode hit : hits) {
            JsonNode duplicates = hit.path("explanation").path("ordering").path("duplicates");
            assertThat(hit.path("duplicates").asInt()).isEqualTo(duplicates.size());
            duplicates.forEach(id -> everyone.add(id.asString()));
        }
        assertThat(everyone).hasSize(ALL).doesNotHaveDuplicates();
        for (int kind = 0; kind < KINDS; kind++) {
            String prefix = "d" + kind + "-";
            assertThat(ids(hits))
                    .filteredOn(id -> id.startsWith(prefix) && id.charAt(prefix.length()) < '3')
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void diversityBringsOtherKindsForward() throws Exception {
        long plain = kinds(hits("").subList(0, 8));
        long diverse = kinds(hits(", 'diversity': {'lambda': 0.5}").subList(0, 8));
        assertThat(diverse).isGreaterThan(plain);
        assertThat(ids(hits(", 'diversity': {'lambda': 1}"))).isEqualTo(ids(hits("")));
    }

    private static long kinds(List<JsonNode> hits) {
        return hits.stream()
                .map(hit -> hit.path("fields").path("kind").asString())
                .distinct()
                .count();
    }

    @Test
    void boostsDecideByTheFieldsOfTheShards() throws Exception {
        assertThat(ids(hits(", 'boosts': [{'field': 'kind', 'weight': 5, 'values': {'k6': 1, 'k2': 0.5}}]")))
                .satisfies(ids -> assertThat(ids.subList(0, 5)).allMatch(id -> id.startsWith("d6")))
                .satisfies(ids -> assertThat(ids.subList(5, 10)).allMatch(id -> id.startsWith("d2")));
        assertThat(
                        ids(
                                hits(
                                        ", 'boosts': [{'field': 'day', 'weight': 10, 'recency': {'half_life': '12h', 'origin': '2024-01-08'}}]")))
                .satisfies(ids -> assertThat(ids.subList(0, 5)).allMatch(id -> id.startsWith("d7")));
        assertThat(
                        ids(
                                hits(
                                        ", 'boosts': [{'field': 'n', 'weight': -10, 'numeric': {'function': 'saturation', 'pivot': 1}}]")))
                .first()
                .isEqualTo("d0-0");
    }

    @Test
    void pinnedAreFirstWhereTheFilterLetsThemAndHiddenAreNowhere() throws Exception {
        List<JsonNode> hits =
                hits(", 'pinned': ['d4-1', 'd0-2'], 'hidden': ['d1-0'], 'filter': {'ne': {'kind': 'k0'}}");
        assertThat(ids(hits)).startsWith("d4-1").doesNotContain("d1-0", "d0-2").hasSize(ALL - 1 - OF_EACH);
        assertThat(hits.getFirst().path("pinned").asBoolean()).isTrue();
        assertThat(hits.get(1).has("pinned")).isFalse();
    }

    /** Only the documents of one kind have its word. */
    @Test
    void aDocumentThatTheQueryDoesNotFindIsPinnedAllTheSame() throws Exception {
        Api.Answer answer = api.json("POST", COLLECTION + "/search", """
                {"query": "third", "mode": "lexical", "pinned": ["d5-0"], "explain": true}""");
        JsonNode hits = answer.body().path("hits");
        assertThat(hits.size()).as("%s", answer.body()).isEqualTo(1 + OF_EACH);
        JsonNode first = hits.get(0);
        assertThat(first.path("document_id").asString()).isEqualTo("d5-0");
        assertThat(first.path("score").asDouble()).isZero();
        JsonNode why = first.path("explanation");
        assertThat(why.path("ordering").path("pinned").asInt()).isEqualTo(1);
        assertThat(why.path("lexical").path("found").asBoolean()).isFalse();
    }
}
