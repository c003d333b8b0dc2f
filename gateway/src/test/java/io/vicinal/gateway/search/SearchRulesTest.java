package io.vicinal.gateway.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.json.Json;
import io.vicinal.gateway.FakeServices;
import io.vicinal.gateway.TestGateway;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import io.vicinal.testkit.retrieval.FakeRetrieval;
import java.util.Collections;
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
                "{\"query\":\"x\",\"fusion\":{\"smoothing\":1.5}}       | fusion.smoothing    | from 0 to 1",
                "{\"query\":\"x\",\"fusion\":{\"weights\":{\"dense\":-1}}} | fusion.weights.dense | at least 0",
                "{\"query\":\"x\",\"fusion\":{\"weights\":{\"dense\":0,\"lexical\":0,\"late_interaction\":0}}} | fusion.weights | more than 0",
                "{\"query\":\"x\",\"late_interaction\":false,\"fusion\":{\"weights\":{\"dense\":0,\"lexical\":0}}} | fusion.weights | more than 0",
                "{\"query\":\"x\",\"fusion\":{\"weights\":{\"late_interaction\":-1}}} | fusion.weights.late_interaction | at least 0",
                "{\"query\":\"x\",\"mode\":\"sparse\"}                   | mode                | sparse_model",
                "{\"vector\":[1,0,0,0],\"mode\":\"sparse\"}             | query               | sparse need a query",
                "{\"query\":\"x\",\"fusion\":{\"weights\":{\"sparse\":-1}}} | fusion.weights.sparse | at least 0",
                "{\"query\":\"x\",\"late_interaction\":false,\"fusion\":{\"weights\":{\"dense\":0,\"lexical\":0,\"sparse\":1}}} | fusion.weights | more than 0",
                "{\"query\":\"x\",\"late_interaction\":\"yes\"} | late_interaction | true or false",
                "{\"vector\":[1,0,0,0],\"late_interaction\":true} | late_interaction | query",
                "{\"query\":\"x\",\"explain\":true,\"top_k\":101}    | explain             | at most 100",
                "{\"query\":\"x\",\"explain\":1}                       | explain             | true or false",
                "{\"query\":\"x\",\"include_vectors\":true,\"top_k\":101} | include_vectors | at most 100",
                "{\"query\":\"x\",\"min_relevance\":1.5}             | min_relevance       | from 0 to 1",
                "{\"query\":\"x\",\"min_relevance\":-0.1}            | min_relevance       | from 0 to 1",
                "{\"query\":\"x\",\"min_relevance\":\"high\"}        | min_relevance       | precision, balanced, recall",
                "{\"query\":\"x\",\"min_relevance\":true}            | min_relevance       | from 0 to 1",
                "{\"sort\":[{\"field\":\"year\"}],\"min_relevance\":0.5}         | min_relevance       | sort",
                "{\"query\":\"x\",\"below\":101}                     | below               | from 0 to 100",
                "{\"query\":\"x\",\"below\":-1}                      | below               | from 0 to 100",
                "{\"query\":\"x\",\"explain\":true,\"top_k\":60,\"below\":60} | explain       | at most 100",
                "{\"vectors\":[]}                                         | vectors             | 1 to 16",
                "{\"vectors\":[[1,0,0,0],[1,0]]}                          | vectors[1]          | 4 dimensions",
                "{\"vectors\":[[1,0,0,0],[0,0,0,0]]}                      | vectors[1]          | zeros",
                "{\"vectors\":[null]}                                     | vectors[0]          | null",
                "{\"vector\":[1,0,0,0],\"vectors\":[[1,0,0,0]]}           | vectors             | one of",
                "{\"like\":[]}                                            | like.positive       | at least one",
                "{\"like\":{\"negative\":[\"a\"]}}                          | like.positive       | at least one",
                "{\"like\":5}                                             | like                | an array",
                "{\"like\":{\"plus\":[\"a\"]}}                              | like.plus           | positive",
                "{\"like\":[\"\"]}                                        | like.positive[0]    | not empty",
                "{\"like\":[null]}                                        | like.positive[0]    | id",
                "{\"like\":[\"a\"],\"query\":\"x\"}                         | like                | one of",
                "{\"like\":[\"a\"],\"mode\":\"hybrid\"}                     | mode                | dense",
                "{\"like\":[\"a\"],\"late_interaction\":true}             | late_interaction    | query",
            })
    void anErrorNamesTheField(String body, String field, String mention) {
        JsonNode problem = gateway.send("POST", SEARCH, body).problem(400, mention);
        assertThat(problem.path("field").asString("")).isEqualTo(field);
    }

    @Test
    void moreExamplesOrVectorsThanTheLimitAreRefused() {
        String ids = String.join(",", Collections.nCopies(101, "\"a\""));
        gateway.send("POST", SEARCH, "{\"like\":[" + ids + "]}").problem(400, "at most 100 ids");
        String vectors = String.join(",", Collections.nCopies(17, "[1,0,0,0]"));
        gateway.send("POST", SEARCH, "{\"vectors\":[" + vectors + "]}").problem(400, "1 to 16");
    }

    @Test
    void anExampleThatThereIsNotIsNamed() {
        gateway.bean(FakeRetrieval.class).directions.put("there", new float[] {1, 0, 0, 0});
        JsonNode problem = gateway.send("POST", SEARCH, "{\"like\":{\"positive\":[\"there\"],\"negative\":[\"gone\"]}}")
                .problem(404, "\\\"gone\\\"");
        assertThat(problem.get("field").asString()).isEqualTo("like.negative");
        assertThat(gateway.send("POST", SEARCH, "{\"like\":[\"there\"]}").status())
                .isEqualTo(200);
    }

    /** Each filter has one fault; the problem says where it is and what to do. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "{'ne':{'missing':1}}                       | filter.ne.missing              | body, day, open, price, topic, year",
                "{'ne':{'year':null}}                       | filter.ne.year                 | exists",
                "{'in':{'year':[1,'2']}}                    | filter.in.year[1]              | whole number",
                "{'in':{'year':[]}}                         | filter.in.year                 | at least one value",
                "{'in':{'year':5}}                          | filter.in.year                 | array",
                "{'in':{'year':null}}                       | filter.in.year                 | array",
                "{'in':{'id':[7]}}                          | filter.in.id[0]                | string",
                "{'contains_any':{'open':['yes']}}          | filter.contains_any.open[0]    | true or false",
                "{'contains_all':{'body':['x']}}            | filter.contains_all.body       | keyword",
                "{'range':{'year':{}}}                      | filter.range.year              | gt, gte, lt and lte",
                "{'range':{'year':null}}                    | filter.range.year              | bounds",
                "{'range':{'year':7}}                       | filter.range.year              | object",
                "{'range':{'year':{'from':1}}}              | filter.range.year.from         | gte",
                "{'range':{'year':{'gte':'1'}}}             | filter.range.year.gte          | whole number",
                "{'range':{'year':{'gt':1,'gte':1}}}        | filter.range.year              | both gt and gte",
                "{'range':{'year':{'gt':1,'lt':2}}}         | filter.range.year              | empty",
                "{'range':{'price':{'gte':2,'lt':2}}}       | filter.range.price             | empty",
                "{'range':{'day':{'gt':'2024-05-01','lte':'2024-05-01'}}} | filter.range.day | empty",
                "{'range':{'day':{'gte':'2024-05-01T12:00'}}} | filter.range.day.gte         | +02:00",
                "{'range':{'topic':{'gte':'a'}}}            | filter.range.topic             | prefix",
                "{'range':{'open':{'gte':true}}}            | filter.range.open              | eq",
                "{'prefix':{'year':'19'}}                   | filter.prefix.year             | range",
                "{'prefix':{'topic':19}}                    | filter.prefix.topic            | string",
                "{'prefix':{'topic':''}}                    | filter.prefix.topic            | exists",
                "{'exists':['topic','nope']}                | filter.exists[1]               | nope",
                "{'exists':[]}                              | filter.exists                  | at least one",
                "{'exists':[null]}                          | filter.exists[0]               | null",
                "{'and':[]}                                 | filter.and                     | at least one",
                "{'or':[{'eq':{'year':1}},{}]}              | filter.or[1]                   | asks for nothing",
                "{'or':[{'eq':{'year':1}},null]}            | filter.or[1]                   | null",
                "{'not':{}}                                 | filter.not                     | asks for nothing",
                "{'not':{'or':[{'exists':'id'},{'range':{'year':{'gte':1.5}}}]}} | filter.not.or[1].range.year.gte | whole number",
                "{'or':[{'regex':{'topic':'.*'}}]}          | filter.or[0].regex             | contains_any",
            })
    void aFilterThatDoesNotFitIsAnErrorAtItsPlace(String filter, String field, String mention) {
        JsonNode problem = filtered(filter).problem(400, mention);
        assertThat(problem.path("field").asString("")).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'eq':{}}",
                "{'eq':{'id':'d1'}}",
                "{'prefix':{'id':'d'},'exists':['topic','id']}",
                "{'range':{'day':{'gte':'2024-05-01','lte':'2024-05-01'}}}",
                "{'range':{'price':{'gt':1,'lt':2}}}",
                "{'range':{'year':{'gte':-9223372036854775808,'lte':9223372036854775807}}}",
                "{'exists':'open'}",
                "{'not':{'contains_all':{'topic':['a','b']}}}",
                "{'or':[{'ne':{'topic':'a'}},{'and':[{'in':{'year':[1]}},{'contains_any':{'day':['2024-05-01']}}]}]}",
            })
    void everyOperatorIsUnderstood(String filter) {
        assertThat(filtered(filter).status()).isEqualTo(200);
    }

    @Test
    void aFilterHasLimits() {
        String number = "{'eq':{'year':1}}";
        String deep = "{'or':[".repeat(15) + number + "]}".repeat(15);
        assertThat(filtered(deep).status()).isEqualTo(200);
        assertThat(filtered("{'or':[" + deep + "]}")
                        .problem(400, "16")
                        .path("field")
                        .asString(""))
                .isEqualTo("filter" + ".or[0]".repeat(16));
        for (String operator : List.of("{'not':|}", "{'and':[|]}", "{'or':[|]}")) {
            String[] halves = operator.split("\\|");
            assertThat(filtered(halves[0].repeat(1000) + number + halves[1].repeat(1000))
                            .problem(400, "deep")
                            .path("field")
                            .asString(""))
                    .startsWith("filter");
        }
        String thousand = String.join(",", Collections.nCopies(1000, number));
        assertThat(filtered("{'or':[" + thousand + "]}").status()).isEqualTo(200);
        filtered("{'or':[" + thousand + "," + number + "]}").problem(400, "1000 conditions");
        String numbers = String.join(",", Collections.nCopies(10_000, "7"));
        assertThat(filtered("{'in':{'year':[" + numbers + "]}}").status()).isEqualTo(200);
        filtered("{'in':{'year':[" + numbers + ",7]}}").problem(400, "10000 values");
        filtered("{'contains_all':{'year':[" + numbers + "]}}").problem(400, "conditions");
        filtered("{'eq':{'topic':'" + "x".repeat(8192) + "'}}").problem(400, "8191 bytes");
        filtered("{'prefix':{'id':'" + "ä".repeat(257) + "'}}").problem(400, "512 bytes");
    }

    private static TestGateway.Answer filtered(String filter) {
        return gateway.send("POST", SEARCH, "{\"query\":\"x\",\"filter\":" + filter.replace('\'', '"') + "}");
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
        assertThat(answer.propertyNames())
                .contains("query_id", "hits", "partial", "shards", "warnings", "took_ms", "filtered");
        assertThat(answer.get("took_ms").propertyNames())
                .contains("embed", "retrieve", "rerank", "judge", "fetch", "total");
        assertThat(answer.get("partial").asBoolean()).isFalse();
        assertThat(answer.get("hits").size()).isEqualTo(1);
        assertThat(answer.get("hits").get(0).toString())
                .isEqualTo(
                        "{\"id\":\"d1#0\",\"document_id\":\"d1\",\"title\":\"Title\",\"text\":\"text of d1\",\"start\":0,"
                                + "\"end\":10,\"fields\":{\"year\":1450},\"score\":2.5,\"scores\":{\"dense\":0.5,\"lexical\":2.0},\"relevance\":1.0}");
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
