package io.vicinal.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.testkit.model.TinyModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Searches with a real cross-encoder, on a platform that has loaded {@link TinyModels#crossEncoder} as {@code pairs}: a passage's red is
 * worth 1, green 2 and blue 4, the query's are subtracted. Of the few documents, BM25 has "red red" first and "red green blue" last.
 */
interface CrossEncodedSearches {
    String COLOURS = "/v1/collections/colours";
    List<String> FEW = List.of("red red", "red green", "red blue", "red green blue");
    int MANY = 200;
    int ALIKE = 5;

    Api api();

    static void write(Api api) throws Exception {
        assertThat(api.json("PUT", COLOURS, """
                        {"model": "tiny-model", "shards": 2, "late_interaction": false, "min_relevance": 0,
                         "fields": {"set": "keyword"}}""").status()).isEqualTo(201);
        List<String> documents = new ArrayList<>();
        for (int i = 0; i < FEW.size(); i++) {
            documents.add(
                    "{\"id\": \"few-%d\", \"text\": \"%s\", \"fields\": {\"set\": \"few\"}}".formatted(i, FEW.get(i)));
        }
        for (int i = 0; i < MANY; i++) {
            String bits =
                    Integer.toBinaryString(MANY + i).replace("0", "green ").replace("1", "blue ");
            documents.add("{\"id\": \"many-%d\", \"text\": \"red %s%s\", \"fields\": {\"set\": \"many\"}}"
                    .formatted(i, bits, "green ".repeat(30)));
        }
        for (int i = 0; i < ALIKE; i++) {
            documents.add(
                    "{\"id\": \"alike-%d\", \"text\": \"red broken\", \"fields\": {\"set\": \"alike\"}}".formatted(i));
        }
        documents.add("{\"id\": \"one\", \"text\": \"red blue\", \"fields\": {\"set\": \"one\"}}");
        Api.Answer written = api.json("POST", COLOURS + "/documents?wait=searchable", documents.toString());
        assertThat(written.status()).as("%s", written.body()).isEqualTo(200);
    }

    private JsonNode search(String set, String wishes) throws Exception {
        Api.Answer answer = api().json("POST", COLOURS + "/search", """
                {"query": "red", "mode": "lexical", "filter": {"eq": {"set": "%s"}}%s}""".formatted(set, wishes.replace('\'', '"')));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static List<String> ids(JsonNode result) {
        return result.path("hits")
                .valueStream()
                .map(hit -> hit.path("document_id").asString())
                .toList();
    }

    private static double sigmoid(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }

    /** What its weights give with "red" as the query. */
    private static double worth(JsonNode hit) {
        String text = hit.path("text").asString();
        return sigmoid(Pattern.compile("red|green|blue")
                        .matcher(text)
                        .results()
                        .mapToInt(
                                word -> Map.of("red", 1, "green", 2, "blue", 4).get(word.group()))
                        .sum()
                - 1);
    }

    @Test
    default void aCrossEncoderOrdersAsItsWeightsSay() throws Exception {
        assertThat(ids(search("few", ""))).containsExactly("few-0", "few-1", "few-2", "few-3");
        JsonNode alone = search("few", ", 'rerank': {'model': 'pairs', 'weight': 1}");
        assertThat(ids(alone)).containsExactly("few-3", "few-2", "few-1", "few-0");
        assertThat(alone.path("warnings").size()).isZero();
        for (JsonNode hit : alone.path("hits")) {
            assertThat(hit.at("/scores/cross_encoder").asDouble()).isCloseTo(worth(hit), within(1e-6));
            assertThat(hit.path("score").asDouble())
                    .isEqualTo(hit.at("/scores/cross_encoder").asDouble());
        }
        assertThat(ids(search("few", ", 'rerank': {'model': 'pairs', 'weight': 0}")))
                .containsExactly("few-0", "few-1", "few-2", "few-3");
    }

    @Test
    default void theNumbersOfABlendAddUp() throws Exception {
        Map<String, Double> before = search("few", "")
                .path("hits")
                .valueStream()
                .collect(Collectors.toMap(
                        hit -> hit.path("document_id").asString(),
                        hit -> hit.path("score").asDouble()));
        double most = before.get("few-0");
        double least = before.get("few-3");
        JsonNode blended = search("few", ", 'explain': true, 'rerank': {'model': 'pairs', 'weight': 0.25}");
        List<Double> scores = new ArrayList<>();
        for (JsonNode hit : blended.path("hits")) {
            JsonNode why = hit.at("/explanation/fusion/cross_encoder");
            double scaled = (before.get(hit.path("document_id").asString()) - least) / (most - least);
            assertThat(why.path("scaled").asDouble()).isCloseTo(scaled, within(1e-6));
            assertThat(why.path("raw").asDouble()).isCloseTo(worth(hit), within(1e-6));
            assertThat(why.path("weight").asDouble()).isEqualTo(0.25);
            assertThat(why.path("score").asDouble())
                    .isEqualTo(hit.path("score").asDouble())
                    .isCloseTo(0.75 * scaled + 0.25 * worth(hit), within(1e-6));
            scores.add(hit.path("score").asDouble());
        }
        assertThat(scores).hasSize(4).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    }

    @Test
    default void itReadsTheBestAndTheOthersStandBehind() throws Exception {
        JsonNode two = search("few", ", 'rerank': {'model': 'pairs', 'weight': 1, 'top_n': 2}");
        assertThat(ids(two)).containsExactly("few-1", "few-0", "few-2", "few-3");
        assertThat(two.at("/hits/1/scores").has("cross_encoder")).isTrue();
        assertThat(two.at("/hits/2/scores").has("cross_encoder")).isFalse();
        assertThat(two.path("warnings").size()).isZero();
    }

    @Test
    default void aWarningSaysHowFewItHadTimeFor() throws Exception {
        JsonNode hurried = search(
                "many",
                ", 'top_k': %d, 'rerank': {'model': 'pairs', 'top_n': %d, 'deadline_ms': 1}".formatted(MANY, MANY));
        Matcher warning = Pattern.compile("read (\\d+) of the best " + MANY)
                .matcher(hurried.at("/warnings/0").asString());
        assertThat(warning.find()).as("%s", hurried.path("warnings")).isTrue();
        int read = Integer.parseInt(warning.group(1));
        assertThat(read).isLessThan(MANY);
        List<Boolean> wereRead = hurried.path("hits")
                .valueStream()
                .map(hit -> hit.path("scores").has("cross_encoder"))
                .toList();
        assertThat(wereRead)
                .isEqualTo(IntStream.range(0, MANY).mapToObj(i -> i < read).toList());
    }

    @Test
    default void theSameSearchIsAnsweredFromTheScoresOfPairs() throws Exception {
        String wishes = ", 'top_k': 10, 'rerank': {'model': 'pairs', 'top_n': 50}";
        JsonNode first = search("many", wishes);
        double runs = metric("vicinal_onnx_run_duration_seconds_count", "model=\"pairs\"");
        double remembered = metric("cache_gets_total", "cache=\"vicinal.embedding.pair\"", "result=\"hit\"");
        assertThat(search("many", wishes).path("hits")).isEqualTo(first.path("hits"));
        assertThat(metric("vicinal_onnx_run_duration_seconds_count", "model=\"pairs\""))
                .isEqualTo(runs)
                .isPositive();
        assertThat(metric("cache_gets_total", "cache=\"vicinal.embedding.pair\"", "result=\"hit\""))
                .isEqualTo(remembered + 50);
    }

    @Test
    default void nothingAndOneAndAllAlikeAreOrders() throws Exception {
        String wishes = ", 'explain': true, 'rerank': {'model': 'pairs'}, 'diversity': {'lambda': 0.5}";
        assertThat(search("nowhere", wishes).path("hits").size()).isZero();
        JsonNode one = search("one", wishes);
        assertThat(ids(one)).containsExactly("one");
        assertThat(one.at("/hits/0/score").asDouble()).isCloseTo(0.5 + 0.5 * sigmoid(4), within(1e-6));
        JsonNode alike = search("alike", wishes);
        assertThat(ids(alike)).containsExactly("alike-0", "alike-1", "alike-2", "alike-3", "alike-4");
        for (JsonNode hit : alike.path("hits")) {
            assertThat(hit.path("score").asDouble()).isCloseTo(0.5 + 0.5 * 0.5, within(1e-6));
        }
        assertThat(ids(search("alike", wishes + ", 'collapse': {'similarity': 1}")))
                .containsExactly("alike-0");
    }

    @Test
    default void aModelThatCannotOrderIsRefusedAndOneThatFailsIsLeftOut() throws Exception {
        for (Map.Entry<String, Integer> wrong :
                Map.of("three", 400, "tiny-model", 400, "nowhere", 404).entrySet()) {
            Api.Answer refused = api().json("POST", COLOURS + "/search", """
                            {"query": "red", "rerank": {"model": "%s"}}""".formatted(wrong.getKey()));
            assertThat(refused.status()).as("%s", refused.body()).isEqualTo(wrong.getValue());
            assertThat(refused.body().path("field").asString()).isEqualTo("rerank.model");
        }
        JsonNode without = search("alike", ", 'rerank': {'model': 'nan'}");
        assertThat(ids(without)).isEqualTo(ids(search("alike", "")));
        assertThat(without.at("/warnings/0").asString()).contains("nan", "left out", "no number");
    }

    /** Summed over the series that have all the labels. */
    private double metric(String name, String... labels) throws Exception {
        return api().send("GET", "/actuator/prometheus", "text/plain", "")
                .response()
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{"))
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Test
    default void diversityChoosesAmongWhatItRead() throws Exception {
        assertThat(ids(search("few", ", 'rerank': {'model': 'pairs', 'weight': 1}, 'diversity': {'lambda': 0.1}")))
                .as("what has no blue comes between the two that are mostly blue")
                .startsWith("few-3", "few-1")
                .containsExactlyInAnyOrder("few-0", "few-1", "few-2", "few-3");
        String wishes = ", 'explain': true, 'pinned': ['few-0'], 'rerank': {'model': 'pairs', 'weight': 1, 'top_n': 3}";
        JsonNode read = search("few", wishes);
        assertThat(ids(read)).containsExactly("few-0", "few-2", "few-1", "few-3");
        assertThat(ids(search("few", wishes + ", 'diversity': {'lambda': 1}"))).isEqualTo(ids(read));
        JsonNode diverse = search("few", wishes + ", 'diversity': {'lambda': 0.5}");
        assertThat(ids(diverse)).first().isEqualTo("few-0");
        assertThat(ids(diverse)).as("it was not read").last().isEqualTo("few-3");
        for (int i = 1; i < FEW.size(); i++) {
            JsonNode hit = diverse.path("hits").get(i);
            JsonNode why = hit.at("/explanation/ordering/diversity");
            assertThat(why.path("value").asDouble())
                    .isCloseTo(
                            0.5 * why.path("relevance").asDouble()
                                    - 0.5 * why.path("similarity").asDouble(),
                            within(1e-9));
            assertThat(hit.at("/explanation/fusion/cross_encoder/score").asDouble())
                    .isEqualTo(hit.path("score").asDouble());
        }
    }

    @Test
    default void pagesAreOneListAlsoWhereItIsReadAndDiverse() throws Exception {
        String wishes =
                ", 'rerank': {'model': 'pairs', 'top_n': 40}, 'diversity': {'lambda': 0.6}, 'pinned': ['many-7']";
        List<String> whole = ids(search("many", wishes + ", 'top_k': 60"));
        assertThat(whole).startsWith("many-7").hasSize(60).doesNotHaveDuplicates();
        List<String> inPages = new ArrayList<>();
        String cursor = "";
        while (inPages.size() < 60) {
            JsonNode page = search("many", wishes + ", 'top_k': 15" + cursor);
            inPages.addAll(ids(page));
            cursor = ", 'cursor': '" + page.path("next_cursor").asString() + "'";
        }
        assertThat(inPages).isEqualTo(whole);
    }
}
