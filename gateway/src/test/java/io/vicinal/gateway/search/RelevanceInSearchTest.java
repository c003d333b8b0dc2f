package io.vicinal.gateway.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.collection.MinRelevance;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.relevance.RelevanceApi.Judgement;
import io.vicinal.contracts.relevance.RelevanceApi.RankedList;
import io.vicinal.contracts.search.Explanation.Relevance;
import io.vicinal.gateway.FakeServices;
import io.vicinal.gateway.TestGateway;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** What becomes of a search where the relevance service says which hits are worth showing. */
@WithBroker
class RelevanceInSearchTest {
    private static final String SEARCH = "/v1/collections/relevant/search";
    private static TestGateway gateway;
    private final AtomicReference<RankedList> judged = new AtomicReference<>();

    @BeforeAll
    static void start(TestBroker broker) {
        gateway = TestGateway.start(broker.bootstrapServers());
        gateway.send("PUT", "/v1/collections/relevant", "{\"shards\": 2}");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @AfterEach
    void reset() {
        gateway.bean(FakeServices.Relevance.class).answer = FakeServices.Relevance::all;
    }

    /** A threshold of a half. */
    private void judging(ToDoubleFunction<Integer> relevanceOfPlace) {
        gateway.bean(FakeServices.Relevance.class).answer = list -> {
            judged.set(list);
            double[] relevance = IntStream.range(0, list.hits().size())
                    .mapToDouble(relevanceOfPlace::applyAsDouble)
                    .toArray();
            List<Relevance> why = IntStream.range(0, relevance.length)
                    .mapToObj(i -> new Relevance(relevance[i], 0, 1, relevance[i], Map.of("score", 1.0)))
                    .toList();
            return Mono.just(new Judgement(relevance, 0.5, 0, list.explain() ? why : null));
        };
    }

    private static JsonNode search(String rest) {
        return gateway.send("POST", SEARCH, "{\"query\": \"two words\"" + rest + "}")
                .json();
    }

    @Test
    void whatIsNotRelevantEnoughIsCountedAndNotShown() {
        int all = search(", \"top_k\": 100").get("hits").size();
        judging(place -> place == 0 ? 0.5 : 0.4);
        JsonNode answer = search("");
        assertThat(answer.get("hits").size()).isOne();
        assertThat(answer.get("hits").get(0).get("relevance").asDouble()).isEqualTo(0.5);
        assertThat(answer.get("filtered").asInt()).isEqualTo(all - 1);
        assertThat(answer.has("reason")).isFalse();
        assertThat(answer.has("below")).isFalse();
    }

    @Test
    void aListWithoutAnythingRelevantIsEmptySaysSoAndShowsTheNearestOnRequest() {
        judging(_ -> 0.1);
        JsonNode answer = search(", \"below\": 1");
        assertThat(answer.get("hits")).isEmpty();
        assertThat(answer.get("reason").asString()).isEqualTo("nothing_relevant");
        assertThat(answer.get("below").size()).isOne();
        assertThat(answer.get("below").get(0).get("relevance").asDouble()).isEqualTo(0.1);
        assertThat(answer.get("below").get(0).get("text").asString()).isNotEmpty();
    }

    @Test
    void anExplanationShowsWhatWasCutAndWhy() {
        judging(place -> place == 0 ? 0.9 : 0.2);
        JsonNode answer = search(", \"explain\": true, \"top_k\": 2");
        assertThat(answer.get("hits").size()).isOne();
        assertThat(answer.get("below").size()).isOne();
        JsonNode why = answer.get("below").get(0).get("explanation").get("relevance");
        assertThat(why.get("probability").asDouble()).isEqualTo(0.2);
        assertThat(why.get("features").get("score").asDouble()).isEqualTo(1);
    }

    @Test
    void theServiceIsToldWhatItNeedsToKnow() {
        judging(_ -> 1);
        JsonNode answer = search(", \"top_k\": 1");
        RankedList list = judged.get();
        assertThat(list.queryId()).isEqualTo(answer.get("query_id").asString());
        assertThat(list.collection()).isEqualTo("relevant");
        assertThat(list.queryWords()).isEqualTo(2);
        assertThat(list.minRelevance()).isEqualTo(MinRelevance.BALANCED);
        assertThat(list.center()).isNotNull();
        assertThat(list.hits().size())
                .as("all that were found, not only those of the page")
                .isGreaterThan(1);
    }

    @Test
    void aSearchMaySayWhatIsEnough() {
        judging(_ -> 1);
        search(", \"min_relevance\": 0.25");
        assertThat(judged.get().minRelevance()).isEqualTo(new MinRelevance(0.25, null));
        search(", \"min_relevance\": \"precision\"");
        assertThat(judged.get().minRelevance().word()).isEqualTo(MinRelevance.Word.PRECISION);
        search(", \"mode\": \"lexical\"");
        assertThat(judged.get().minRelevance()).as("words alone do not tell").isEqualTo(MinRelevance.NONE);
    }

    @Test
    void aCollectionMaySayWhatIsEnoughAndChangeItsMind() {
        String path = "/v1/collections/strict";
        assertThat(gateway.send("PUT", path, "{\"min_relevance\": \"precision\"}")
                        .status())
                .isEqualTo(201);
        assertThat(gateway.get(path).json().get("min_relevance").asString()).isEqualTo("precision");
        assertThat(gateway.send("PUT", path, "{}").status())
                .as("says nothing of it")
                .isEqualTo(200);
        assertThat(gateway.get(path).json().get("min_relevance").asString()).isEqualTo("precision");
        assertThat(gateway.send("PUT", path, "{\"min_relevance\": 0.7}").status())
                .isEqualTo(200);
        assertThat(gateway.get(path).json().get("min_relevance").asDouble()).isEqualTo(0.7);
        gateway.send("PUT", path, "{\"min_relevance\": 2}").problem(400, "min_relevance");
        assertThat(gateway.send("PUT", "/v1/collections/no-model", "{\"model\": \"none\", \"dimensions\": 3}")
                        .json()
                        .get("min_relevance")
                        .asDouble())
                .as("nothing is known of their cosines")
                .isZero();
    }

    @Test
    void withoutTheServiceAllIsShownAndTheAnswerSaysSo() {
        gateway.bean(FakeServices.Relevance.class).answer =
                _ -> Mono.error(ProblemType.SERVICE_UNAVAILABLE.exception(null, "away"));
        JsonNode answer = search(", \"min_relevance\": 0.9");
        assertThat(answer.get("hits").size()).isGreaterThan(1);
        assertThat(answer.get("warnings").toString()).contains("not judged", "cannot be reached");
        assertThat(answer.has("filtered")).isFalse();
        assertThat(answer.get("hits").get(0).has("relevance")).isFalse();
    }

    @Test
    void aServiceThatIsLateIsNotWaitedFor() {
        gateway.bean(FakeServices.Relevance.class).answer = _ -> Mono.never();
        JsonNode answer = search(", \"deadline_ms\": 400");
        assertThat(answer.get("hits")).isNotEmpty();
        assertThat(answer.get("warnings").toString()).contains("did not answer in time");
    }

    @Test
    void whatIsCutIsOnNoLaterPageEither() {
        int all = search(", \"top_k\": 100").get("hits").size();
        judging(place -> place % 2 == 0 ? 1 : 0);
        String first = search(", \"top_k\": 1").path("next_cursor").asString("");
        int shown = 1;
        for (String cursor = first; !cursor.isEmpty(); shown++) {
            JsonNode page = search(", \"top_k\": 1, \"cursor\": \"" + cursor + "\"");
            assertThat(page.get("hits").size()).isOne();
            assertThat(page.get("hits").get(0).get("relevance").asDouble()).isEqualTo(1);
            cursor = page.path("next_cursor").asString("");
        }
        assertThat(shown).isEqualTo((all + 1) / 2);
    }
}
