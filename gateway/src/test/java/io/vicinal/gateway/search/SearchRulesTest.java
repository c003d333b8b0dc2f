package io.vicinal.gateway.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.json.Json;
import io.vicinal.gateway.FakeRetrieval;
import io.vicinal.gateway.FakeServices;
import io.vicinal.gateway.TestGateway;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@WithBroker
class SearchRulesTest {
    private static final String SEARCH = "/v1/collections/rules/search";
    private static TestGateway gateway;

    @BeforeAll
    static void start(TestBroker broker) {
        gateway = TestGateway.start(broker.bootstrapServers());
        gateway.send("PUT", "/v1/collections/rules", """
                {"shards": 2, "fields": {"topic": "keyword", "year": "long", "price": "double", "open": "boolean",
                 "day": "date", "body": "text"}}""");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "{}                                                     | query               | query",
                "{\"query\":5}                                          | query               | string",
                "{\"query\":\"  \"}                                     | query               | blank",
                "{\"query\":\"x\",\"top_k\":0}                          | top_k               | from 1 to 1000",
                "{\"query\":\"x\",\"top_k\":1000000}                    | top_k               | from 1 to 1000",
                "{\"query\":\"x\",\"top_k\":99999999999}                | top_k               | out of range",
                "{\"query\":\"x\",\"top_k\":\"ten\"}                    | top_k               | whole number",
                "{\"query\":\"x\",\"top_k\":1.5}                        | top_k               | whole number",
                "{\"query\":\"x\",\"mode\":\"psychic\"}                 | mode                | psychic",
                "{\"query\":\"x\",\"mode\":1}                           | mode                | hybrid",
                "{\"query\":\"x\",\"mode\":\"\"}                        | mode                | hybrid",
                "{\"query\":\"x\",\"group_by\":\"shelf\"}               | group_by            | shelf",
                "{\"query\":\"x\",\"nonsense\":1}                       | nonsense            | nonsense",
                "{\"query\":\"x\",\"topK\":1}                           | topK                | top_k",
                "{\"query\":\"x\",\"deadline_ms\":0}                    | deadline_ms         | 60000",
                "{\"query\":\"x\",\"allow_partial\":\"no\"}             | allow_partial       | true or false",
                "{\"query\":\"x\",\"fuzziness\":3}                      | fuzziness           | auto",
                "{\"query\":\"x\",\"fuzziness\":\"1\"}                  | fuzziness           | auto",
                "{\"query\":\"x\",\"fuzziness\":\"much\"}               | fuzziness           | auto",
                "{\"query\":\"x\",\"fuzziness\":{}}                     | fuzziness           | auto",
                "{\"query\":\"x\",\"highlight\":\"yes\"}                | highlight           | true or false",
                "{\"query\":\"x\",\"filter\":{\"magic\":{}}}            | filter.magic        | magic",
                "{\"query\":\"x\",\"filter\":{\"eq\":{\"missing\":1}}}  | filter.eq.missing   | missing",
                "{\"query\":\"x\",\"filter\":{\"eq\":{\"topic\":1}}}    | filter.eq.topic     | string",
                "{\"query\":\"x\",\"filter\":{\"eq\":{\"topic\":[\"a\"]}}} | filter.eq.topic  | string",
                "{\"query\":\"x\",\"filter\":{\"eq\":{\"topic\":null}}} | filter.eq.topic     | string",
                "{\"query\":\"x\",\"filter\":{\"eq\":{\"year\":\"1\"}}} | filter.eq.year      | whole number",
                "{\"query\":\"x\",\"filter\":{\"eq\":{\"year\":1.5}}}   | filter.eq.year      | whole number",
                "{\"query\":\"x\",\"filter\":{\"eq\":{\"open\":0}}}     | filter.eq.open      | true or false",
                "{\"query\":\"x\",\"filter\":{\"eq\":{\"day\":\"May\"}}} | filter.eq.day      | date",
                "{\"query\":\"x\",\"filter\":{\"eq\":{\"body\":\"a\"}}} | filter.eq.body      | keyword",
                "{\"query\":\"x\",\"filter\":[]}                        | filter              | object",
                "{\"vector\":[0.1,0.2]}                                 | vector              | 4 dimensions",
                "{\"vector\":[0,0,0,0]}                                 | vector              | zeros",
                "{\"vector\":[1e39,0,0,0]}                              | vector              | finite",
                "{\"vector\":[\"a\",0,0,0]}                             | vector              | numbers",
                "{\"vector\":\"AAAA\"}                                  | vector              | float32",
                "{\"vector\":[1,0,0,0],\"mode\":\"hybrid\"}             | query               | query",
                "{\"query\":\"x\",\"fusion\":{\"method\":\"sum\"}}      | fusion.method       | min_max",
                "{\"query\":\"x\",\"fusion\":{\"k\":0}}                 | fusion.k            | from 1",
                "{\"query\":\"x\",\"fusion\":{\"weights\":{\"dense\":-1}}} | fusion.weights.dense | at least 0",
                "{\"query\":\"x\",\"fusion\":{\"weights\":{\"dense\":0,\"lexical\":0,\"late_interaction\":0}}} | fusion.weights | more than 0",
                "{\"query\":\"x\",\"late_interaction\":false,\"fusion\":{\"weights\":{\"dense\":0,\"lexical\":0}}} | fusion.weights | more than 0",
                "{\"query\":\"x\",\"fusion\":{\"weights\":{\"late_interaction\":-1}}} | fusion.weights.late_interaction | at least 0",
                "{\"query\":\"x\",\"late_interaction\":\"yes\"} | late_interaction | true or false",
                "{\"vector\":[1,0,0,0],\"late_interaction\":true} | late_interaction | query",
            })
    void anErrorNamesTheField(String body, String field, String mention) {
        JsonNode problem = gateway.send("POST", SEARCH, body).problem(400, mention);
        assertThat(problem.path("field").asString("")).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{broken",
                "[]",
                "null",
                "{\"vector\":[NaN,0,0,0]}",
                "{\"query\":\"x\"} x",
                "{\"query\":\"a\",\"query\":\"b\"}"
            })
    void whatIsNoRequestIsRefused(String body) {
        gateway.send("POST", SEARCH, body).problem(400);
    }

    @Test
    void theAddressTheMethodAndTheContentTypeAreChecked() {
        gateway.send("POST", "/v1/collections/nowhere/search", "{\"query\":\"x\"}")
                .problem(404, "nowhere");
        gateway.send("POST", SEARCH, "x", "text/plain").problem(415);
        gateway.send("POST", SEARCH, "{}", null).problem(415);
        gateway.send("PATCH", SEARCH, "{}").problem(405, "POST");
        gateway.send("POST", SEARCH + "?top_k=1", "{\"query\":\"x\"}").problem(400, "top_k");
        gateway.send("POST", SEARCH, query("q".repeat(65537))).problem(413, "query");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "a AND (", "\\", "\u0000", "+-!(){}[]^~?:/", "' OR 1=1 --", "👩‍👩‍👧‍👦"})
    void hostileQueriesAreJustText(String query) {
        assertThat(gateway.send("POST", SEARCH, query(query)).json().get("hits").size())
                .isEqualTo(2);
    }

    @Test
    void longAndIllFormedQueriesAreJustTextToo() {
        for (String body : List.of(query("the ".repeat(5000)), query("𝕏".repeat(1024)), "{\"query\":\"\\ud800 x\"}")) {
            assertThat(gateway.send("POST", SEARCH, body).status()).isEqualTo(200);
        }
        assertThat(gateway.bean(FakeRetrieval.class).asked.getLast().query()).isEqualTo("? x");
    }

    @Test
    void anAnswerSaysWhy() {
        JsonNode answer = gateway.send("POST", SEARCH, """
                        {"query": "x", "top_k": 1, "filter": {"eq": {"topic": "a", "year": 1, "price": 2, "open": true,
                         "day": "2024-05-01"}}}""").json();
        assertThat(answer.propertyNames()).contains("query_id", "hits", "partial", "shards", "warnings", "took_ms");
        assertThat(answer.get("took_ms").propertyNames()).contains("embed", "retrieve", "rerank", "fetch", "total");
        assertThat(answer.get("partial").asBoolean()).isFalse();
        assertThat(answer.get("hits").size()).isEqualTo(1);
        assertThat(answer.get("hits").get(0).toString())
                .isEqualTo(
                        "{\"id\":\"d1#0\",\"document_id\":\"d1\",\"title\":\"Title\",\"text\":\"text of d1\",\"start\":0,"
                                + "\"end\":10,\"fields\":{\"year\":1450},\"score\":2.5,\"scores\":{\"dense\":0.5,\"lexical\":2.0}}");
    }

    @Test
    void lateInteractionIsForCollectionsThatHaveTokenVectorsAndByDefaultForHybridMode() {
        gateway.send("PUT", "/v1/collections/plain", "{\"late_interaction\": false}");
        String plain = "/v1/collections/plain/search";
        JsonNode problem = gateway.send("POST", plain, "{\"query\":\"x\",\"late_interaction\":true}")
                .problem(400, "token vectors");
        assertThat(problem.path("field").asString("")).isEqualTo("late_interaction");
        assertThat(gateway.send("POST", plain, "{\"query\":\"x\",\"late_interaction\":false}")
                        .status())
                .isEqualTo(200);
        assertThat(asksForTokens(plain, "{\"query\":\"x\"}")).isFalse();
        assertThat(asksForTokens(SEARCH, "{\"query\":\"x\"}")).isTrue();
        assertThat(asksForTokens(SEARCH, "{\"query\":\"x\",\"mode\":\"dense\"}"))
                .isFalse();
        assertThat(asksForTokens(SEARCH, "{\"query\":\"x\",\"mode\":\"dense\",\"late_interaction\":true}"))
                .isTrue();
        assertThat(asksForTokens(SEARCH, "{\"query\":\"x\",\"mode\":\"lexical\",\"late_interaction\":true}"))
                .isTrue();
        assertThat(asksForTokens(SEARCH, "{\"query\":\"x\",\"late_interaction\":false}"))
                .isFalse();
        assertThat(asksForTokens(SEARCH, "{\"query\":\"x\",\"fusion\":{\"weights\":{\"late_interaction\":0}}}"))
                .as("what counts nothing is not computed")
                .isFalse();
        assertThat(asksForTokens(SEARCH, "{\"query\":\"x\",\"fusion\":{\"weights\":{\"dense\":0,\"lexical\":0}}}"))
                .as("late interaction alone decides")
                .isTrue();
    }

    private static boolean asksForTokens(String path, String body) {
        assertThat(gateway.send("POST", path, body).status()).isEqualTo(200);
        return gateway.bean(FakeServices.Embedding.class).asked.getLast().tokenVectors();
    }

    @Test
    void aVectorIsScaledToLengthOneAndReplacesTheEmbedding() {
        int before = gateway.bean(FakeServices.Embedding.class).embedded.get();
        assertThat(gateway.send("POST", SEARCH, "{\"vector\":[3,0,4,0]}").status())
                .isEqualTo(200);
        var asked = gateway.bean(FakeRetrieval.class).asked.getLast();
        assertThat(asked.vector()).containsExactly(0.6f, 0, 0.8f, 0);
        assertThat(asked.query()).isNull();
        assertThat(gateway.bean(FakeServices.Embedding.class).embedded.get()).isEqualTo(before);
    }

    private static String query(String text) {
        return Json.mapper().writeValueAsString(Map.of("query", text));
    }
}
