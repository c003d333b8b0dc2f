package io.vicinal.gateway.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.gateway.TestGateway;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import io.vicinal.testkit.retrieval.FakeRetrieval;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

@WithBroker
class BrowseApiTest {
    private static final String SEARCH = "/v1/collections/browse/search";
    private static TestGateway gateway;
    private static FakeRetrieval retrieval;

    @BeforeAll
    static void start(TestBroker broker) {
        gateway = TestGateway.start(broker.bootstrapServers());
        retrieval = gateway.bean(FakeRetrieval.class);
        for (String name : List.of("browse", "other")) {
            gateway.send("PUT", "/v1/collections/" + name, """
                    {"shards": 3, "fields": {"topic": "keyword", "year": "long", "price": "double", "open": "boolean",
                     "day": "date", "body": "text"}}""");
        }
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @AfterEach
    void heal() {
        retrieval.instead.clear();
        retrieval.asked.clear();
    }

    private static JsonNode search(String body) {
        TestGateway.Answer answer = gateway.send("POST", SEARCH, body);
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> ids(JsonNode result) {
        return result.get("hits").values().stream()
                .map(hit -> hit.get("document_id").asString())
                .toList();
    }

    /** The pages of a request, each asked for with the cursor of the one before. */
    private static List<List<String>> pages(String body) {
        List<List<String>> pages = new ArrayList<>();
        JsonNode page = search(body);
        pages.add(ids(page));
        while (page.has("next_cursor")) {
            page = search(with(body, page.get("next_cursor").asString()));
            pages.add(ids(page));
        }
        return pages;
    }

    private static String with(String body, String cursor) {
        return body.substring(0, body.length() - 1) + ", \"cursor\": \"" + cursor + "\"}";
    }

    @Test
    void aRankedListGoesOnFromTheStateThatTheFirstPageCameFrom() {
        assertThat(pages("{\"query\": \"x\", \"top_k\": 2}")).containsExactly(List.of("d2", "d1"), List.of("d0"));
        assertThat(retrieval.asked.subList(0, 3)).allMatch(query -> query.pointInTime() == null);
        assertThat(retrieval.asked.subList(3, 6)).allMatch(query -> query.pointInTime() == 42);
        assertThat(pages("{\"query\": \"x\", \"top_k\": 1, \"group_by\": \"passage\"}"))
                .containsExactly(List.of("d2"), List.of("d1"), List.of("d0"));
        assertThat(pages("{\"query\": \"x\", \"top_k\": 3}")).hasSize(1);
    }

    @Test
    void aStateThatHasGoneIsSaid() {
        String body = "{\"query\": \"x\", \"top_k\": 1}";
        String cursor = search(body).get("next_cursor").asString();
        retrieval.instead.put(1, Mono.error(ProblemType.CURSOR_EXPIRED.exception("cursor", "It has gone.")));
        JsonNode problem = gateway.send("POST", SEARCH, with(body, cursor)).problem(410, "It has gone");
        assertThat(problem.get("type").asString()).endsWith("/cursor-expired");
    }

    @Test
    void aShardThatWasAwayOnAPageIsAskedAgainOnTheNext() {
        retrieval.instead.put(2, FakeRetrieval.away());
        String body = "{\"query\": \"x\", \"top_k\": 1}";
        JsonNode first = search(body);
        assertThat(first.get("partial").asBoolean()).isTrue();
        heal();
        assertThat(ids(search(with(body, first.get("next_cursor").asString())))).containsExactly("d2");
    }

    @Test
    void aCursorOfAnotherRequestIsRefused() {
        String cursor =
                search("{\"query\": \"x\", \"top_k\": 1}").get("next_cursor").asString();
        for (String other : List.of(
                "{\"query\": \"y\", \"top_k\": 1}",
                "{\"query\": \"x\", \"top_k\": 2}",
                "{\"sort\": [{\"field\": \"year\"}], \"top_k\": 1}")) {
            assertThat(gateway.send("POST", SEARCH, with(other, cursor))
                            .problem(400, "another request")
                            .get("field")
                            .asString())
                    .isEqualTo("cursor");
        }
        gateway.send("POST", "/v1/collections/other/search", with("{\"query\": \"x\", \"top_k\": 1}", cursor))
                .problem(400, "another request");
        for (String none : List.of("", "?", "AAAA", "e30", "bnVsbA", cursor.substring(1))) {
            gateway.send("POST", SEARCH, with("{\"query\": \"x\", \"top_k\": 1}", none))
                    .problem(400, "cursor");
        }
    }

    @Test
    void aSortedListMergesTheShardsAndGoesOnAfterItsLastDocument() {
        assertThat(pages("{\"sort\": [{\"field\": \"year\"}], \"top_k\": 2}"))
                .containsExactly(List.of("d0", "d1"), List.of("d2"));
        assertThat(pages("{\"sort\": [{\"field\": \"year\", \"order\": \"desc\"}], \"top_k\": 2}"))
                .containsExactly(List.of("d2", "d1"), List.of("d0"));
        JsonNode hit = search("{\"query\": \"x\", \"mode\": \"lexical\", \"sort\": [{\"field\": \"year\"}]}")
                .get("hits")
                .get(1);
        assertThat(hit.get("sort").get(0).asInt()).isEqualTo(1);
        assertThat(hit.get("scores").get("lexical").asDouble()).isEqualTo(1);
    }

    @Test
    void facetsAreSummedOverTheShards() {
        JsonNode facets = search("""
                {"query": "x", "facets": {"year": {"top": 2}, "topic": {}, "price": {"ranges": [{"to": 1.5}, {"from": 1}]},
                 "day": {"interval": "month"}}}""").get("facets");
        JsonNode year = facets.get("year");
        assertThat(year.get("values").toString()).isEqualTo("[{\"value\":0,\"count\":9},{\"value\":12,\"count\":3}]");
        assertThat(year.get("other").asInt()).isEqualTo(3);
        assertThat(year.get("missing").asInt()).isEqualTo(3);
        assertThat(year.has("approximate")).isFalse();
        assertThat(facets.get("topic").get("values").get(0).get("value").asString())
                .isEqualTo("0");
        assertThat(facets.get("price").get("ranges").toString())
                .isEqualTo("[{\"to\":1.5,\"count\":9},{\"from\":1,\"count\":0}]");
        assertThat(facets.get("day").get("intervals").toString())
                .isEqualTo("[{\"from\":\"2024-07-01\",\"count\":2},{\"from\":\"2024-08-01\",\"count\":2},"
                        + "{\"from\":\"2024-09-01\",\"count\":2}]");
    }

    @Test
    void facetsAloneNeedNoQuery() {
        JsonNode result = search("{\"top_k\": 0, \"facets\": {\"topic\": {\"top\": 1}}}");
        assertThat(result.get("hits").size()).isZero();
        assertThat(result.get("facets").get("topic").get("other").asInt()).isEqualTo(6);
        assertThat(result.get("shards").size()).isEqualTo(3);
        assertThat(retrieval.asked).isEmpty();
        retrieval.instead.put(1, FakeRetrieval.away());
        JsonNode partial = search("{\"top_k\": 0, \"facets\": {\"topic\": {}}}");
        assertThat(partial.get("partial").asBoolean()).isTrue();
        assertThat(partial.get("shards").get(1).get("answered").asBoolean()).isFalse();
        gateway.send("POST", SEARCH, "{\"top_k\": 0, \"facets\": {\"topic\": {}}, \"allow_partial\": false}")
                .problem(503, "browse.v1/1");
    }

    @Test
    void aHitOfAFieldSaysItsValueInItsType() {
        JsonNode hit = search("{\"query\": \"x\", \"group_by\": \"year\", \"top_k\": 1}")
                .get("hits")
                .get(0);
        assertThat(hit.get("group").toString()).isEqualTo("{\"field\":\"year\",\"value\":2}");
        assertThat(hit.has("passages")).isFalse();
        assertThat(retrieval.asked).allMatch(query -> query.grouping().groups() == 2);
        assertThat(pages("{\"query\": \"x\", \"group_by\": \"topic\", \"top_k\": 2}"))
                .containsExactly(List.of("d2", "d1"), List.of("d0"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "{\"query\":\"x\",\"group_by\":\"price\"}                      | group_by              | keyword",
                "{\"query\":\"x\",\"group_by\":\"body\"}                       | group_by              | text",
                "{\"query\":\"x\",\"group_by\":\"shelf\"}                      | group_by              | declares",
                "{\"query\":\"x\",\"group_by\":\"id\"}                         | group_by              | document",
                "{\"query\":\"x\",\"group_size\":0}                            | group_size            | 1 to 20",
                "{\"query\":\"x\",\"group_size\":21}                           | group_size            | 1 to 20",
                "{\"query\":\"x\",\"group_size\":20,\"top_k\":51}              | group_size            | at most 1000",
                "{\"query\":\"x\",\"group_size\":2,\"group_by\":\"passage\"}   | group_size            | passage",
                "{\"sort\":[]}                                                 | sort                  | 1 to 8",
                "{\"sort\":[{}]}                                               | sort[0].field         | no field",
                "{\"sort\":[null]}                                             | sort[0].field         | no field",
                "{\"sort\":[{\"field\":\"shelf\"}]}                            | sort[0].field         | declares",
                "{\"sort\":[{\"field\":\"body\"}]}                             | sort[0].field         | text",
                "{\"sort\":[{\"field\":\"id\"},{\"field\":\"id\"}]}            | sort[1].field         | twice",
                "{\"sort\":[{\"field\":\"year\",\"order\":\"up\"}]}            | sort[0].order         | asc",
                "{\"query\":\"x\",\"sort\":[{\"field\":\"year\"}]}             | sort                  | lexical",
                "{\"mode\":\"dense\",\"sort\":[{\"field\":\"year\"}]}          | sort                  | lexical",
                "{\"vector\":[1,0,0,0],\"sort\":[{\"field\":\"year\"}]}        | sort                  | lexical",
                "{\"sort\":[{\"field\":\"year\"}],\"group_by\":\"topic\"}      | group_by              | documents",
                "{\"sort\":[{\"field\":\"year\"}],\"top_k\":0}                 | top_k                 | from 1",
                "{\"facets\":{\"topic\":{}}}                                   | query                 | query",
                "{\"query\":\"x\",\"facets\":{}}                               | facets                | 1 to 20",
                "{\"query\":\"x\",\"facets\":{\"id\":{}}}                      | facets.id             | own",
                "{\"query\":\"x\",\"facets\":{\"body\":{}}}                    | facets.body           | text",
                "{\"query\":\"x\",\"facets\":{\"topic\":null}}                 | facets.topic          | object",
                "{\"query\":\"x\",\"facets\":{\"topic\":{\"top\":0}}}          | facets.topic.top      | 1 to 1000",
                "{\"query\":\"x\",\"facets\":{\"topic\":{\"interval\":\"day\"}}} | facets.topic.interval | dates",
                "{\"query\":\"x\",\"facets\":{\"topic\":{\"ranges\":[]}}}      | facets.topic.ranges   | long",
                "{\"query\":\"x\",\"facets\":{\"year\":{\"ranges\":[{}]}}}     | facets.year.ranges[0] | from",
                "{\"query\":\"x\",\"facets\":{\"year\":{\"ranges\":[{\"from\":\"x\"}]}}} | facets.year.ranges[0].from | whole",
                "{\"query\":\"x\",\"facets\":{\"day\":{\"interval\":\"day\",\"top\":1}}} | facets.day     | one of",
            })
    void whatCannotBeBrowsedIsRefused(String body, String field, String mentions) {
        assertThat(gateway.send("POST", SEARCH, body)
                        .problem(400, mentions)
                        .get("field")
                        .asString())
                .isEqualTo(field);
    }
}
