package io.vicinal.gateway.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.contracts.search.RetrievalApi.ValueQuery;
import io.vicinal.gateway.TestGateway;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import io.vicinal.testkit.retrieval.FakeRetrieval;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the steps of an order may be asked for, and what the shards are asked for their sake. */
@WithBroker
class CompositionApiTest {
    private static final String SEARCH = "/v1/collections/composed/search";
    private static TestGateway gateway;

    @BeforeAll
    static void start(TestBroker broker) {
        gateway = TestGateway.start(broker.bootstrapServers());
        gateway.send("PUT", "/v1/collections/composed", """
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
                "'fusion':{'method':'zscore'}                                        | fusion.method | z_score",
                "'diversity':{}                                                      | diversity.lambda | lambda",
                "'diversity':{'lambda':null}                                         | diversity.lambda | lambda",
                "'diversity':{'lambda':1.1}                                          | diversity.lambda | 0 to 1",
                "'diversity':{'lambda':-0.1}                                         | diversity.lambda | 0 to 1",
                "'diversity':0.7                                                     | diversity | object",
                "'collapse':{}                                                       | collapse.similarity | similarity",
                "'collapse':{'similarity':0}                                         | collapse.similarity | more than 0",
                "'collapse':{'similarity':1.01}                                      | collapse.similarity | at most 1",
                "'pinned':'a'                                                        | pinned | array",
                "'pinned':['a','']                                                   | pinned[1] | no id",
                "'pinned':[null]                                                     | pinned[0] | no id",
                "'hidden':[null]                                                     | hidden[0] | no id",
                "'hidden':['']                                                      | hidden[0] | no id",
                "'pinned':['a','b'],'hidden':['b']                                   | pinned[1] | pinned and hidden",
                "'boosts':{}                                                         | boosts | array",
                "'boosts':[null]                                                     | boosts[0].field | names no field",
                "'boosts':[{'weight':1}]                                             | boosts[0].field | names no field",
                "'boosts':[{'field':'id','weight':1,'values':{'a':1}}]               | boosts[0].field | pinned",
                "'boosts':[{'field':'nowhere','weight':1,'values':{'a':1}}]          | boosts[0].field | nowhere",
                "'boosts':[{'field':'body','weight':1,'values':{'a':1}}]             | boosts[0].field | text",
                "'boosts':[{'field':'topic','values':{'a':1}}]                       | boosts[0].weight | missing",
                "'boosts':[{'field':'topic','weight':0,'values':{'a':1}}]            | boosts[0].weight | not 0",
                "'boosts':[{'field':'topic','weight':11,'values':{'a':1}}]           | boosts[0].weight | -10 to 10",
                "'boosts':[{'field':'topic','weight':1}]                             | boosts[0] | one of",
                "'boosts':[{'field':'topic','weight':1,'values':{'a':1},'numeric':{'function':'linear'}}] | boosts[0] | one of",
                "'boosts':[{'field':'topic','weight':1,'values':{}}]                 | boosts[0].values | 1 to 1000",
                "'boosts':[{'field':'topic','weight':1,'values':{'a':1.5}}]          | boosts[0].values.a | -1 to 1",
                "'boosts':[{'field':'topic','weight':1,'values':{'a':null}}]         | boosts[0].values.a | -1 to 1",
                "'boosts':[{'field':'open','weight':1,'values':{'yes':1}}]           | boosts[0].values.yes | true and false",
                "'boosts':[{'field':'year','weight':1,'values':{'1':1}}]             | boosts[0].field | keyword and boolean",
                "'boosts':[{'field':'topic','weight':1,'numeric':{'function':'linear'}}] | boosts[0].field | long and double",
                "'boosts':[{'field':'year','weight':1,'numeric':{}}]                 | boosts[0].numeric.function | linear",
                "'boosts':[{'field':'year','weight':1,'numeric':{'function':'sqrt'}}] | boosts[0].numeric.function | log1p",
                "'boosts':[{'field':'year','weight':1,'numeric':{'function':'saturation'}}] | boosts[0].numeric.pivot | half",
                "'boosts':[{'field':'year','weight':1,'numeric':{'function':'saturation','pivot':0}}] | boosts[0].numeric.pivot | more than 0",
                "'boosts':[{'field':'year','weight':1,'numeric':{'function':'linear','pivot':2}}] | boosts[0].numeric.pivot | saturation",
                "'boosts':[{'field':'year','weight':1,'recency':{'half_life':'30d'}}] | boosts[0].field | dates",
                "'boosts':[{'field':'day','weight':1,'recency':{}}]                  | boosts[0].recency.half_life | 30d",
                "'boosts':[{'field':'day','weight':1,'recency':{'half_life':'month'}}] | boosts[0].recency.half_life | 30d",
                "'boosts':[{'field':'day','weight':1,'recency':{'half_life':'0d'}}]  | boosts[0].recency.half_life | 30d",
                "'boosts':[{'field':'day','weight':1,'recency':{'half_life':'365001d'}}] | boosts[0].recency.half_life | 365000d",
                "'boosts':[{'field':'day','weight':1,'recency':{'half_life':'1d','origin':'May'}}] | boosts[0].recency.origin | date",
            })
    void aBrokenWishIsNamed(String wish, String field, String says) {
        String body = "{\"query\":\"x\"," + wish.replace('\'', '"') + "}";
        assertThat(gateway.send("POST", SEARCH, body)
                        .problem(400, says)
                        .path("field")
                        .asString(""))
                .isEqualTo(field);
    }

    @Test
    void sortedHitsAreNotComposed() {
        for (String wish : List.of(
                "'diversity':{'lambda':1}",
                "'collapse':{'similarity':1}",
                "'pinned':['a']",
                "'boosts':[{'field':'topic','weight':1,'values':{'a':1}}]")) {
            gateway.send("POST", SEARCH, ("{'sort':[{'field':'year'}]," + wish + "}").replace('\'', '"'))
                    .problem(400, "leave");
        }
        assertThat(send("{'sort':[{'field':'year'}],'hidden':['a']}").status()).isEqualTo(200);
    }

    @Test
    void listsHaveLimits() {
        String boost = "{'field':'topic','weight':1,'values':{'a':1}}";
        assertThat(send("{'query':'x','boosts':[" + times(8, _ -> boost) + "]}").status())
                .isEqualTo(200);
        send("{'query':'x','boosts':[" + times(9, _ -> boost) + "]}").problem(400, "at most 8");
        assertThat(send("{'query':'x','pinned':[" + times(100, i -> "'p" + i + "'") + "]}")
                        .status())
                .isEqualTo(200);
        send("{'query':'x','pinned':[" + times(101, i -> "'p" + i + "'") + "]}").problem(400, "at most 100");
        assertThat(send("{'query':'x','hidden':[" + times(1000, i -> "'h" + i + "'") + "]}")
                        .status())
                .isEqualTo(200);
        send("{'query':'x','hidden':[" + times(1001, i -> "'h" + i + "'") + "]}")
                .problem(400, "at most 1000");
        String values = times(1001, i -> "'v" + i + "':1");
        send("{'query':'x','boosts':[{'field':'topic','weight':1,'values':{" + values + "}}]}")
                .problem(400, "1 to 1000");
    }

    @Test
    void theShardsAreAskedForValuesTermsWithTheGreatestBoostFirst() {
        assertThat(send("""
                        {'query':'x','boosts':[
                         {'field':'topic','weight':1,'values':{'low':-0.5,'high':1,'b':0.1,'a':0.1}},
                         {'field':'day','weight':0.2,'recency':{'half_life':'30d','origin':'2024-05-01'}},
                         {'field':'price','weight':-2,'numeric':{'function':'saturation','pivot':10}}]}""").status()).isEqualTo(200);
        assertThat(asked().values())
                .containsExactly(
                        new ValueQuery("topic", List.of("high", "a", "b", "low")),
                        new ValueQuery("day", null),
                        new ValueQuery("price", null));
        assertThat(asked().pinned()).isNull();
    }

    @Test
    void theShardsAreAskedForPinnedDocumentsAndNotForHiddenOnes() {
        assertThat(send("{'query':'x','pinned':['d1','d1','p'],'hidden':['h','g'],'filter':{'eq':{'year':1}}}")
                        .status())
                .isEqualTo(200);
        assertThat(asked().pinned()).containsExactly("d1", "p");
        Filter filter = Objects.requireNonNull(asked().filter());
        assertThat(filter.eq()).isEqualTo(Map.of("year", 1));
        Filter not = Objects.requireNonNull(
                Objects.requireNonNull(filter.and()).getFirst().not());
        assertThat(not.in()).isEqualTo(Map.of(Filter.ID, List.of("h", "g")));
        assertThat(send("{'query':'x'}").status()).isEqualTo(200);
        assertThat(asked().filter()).isNull();
        assertThat(asked().values()).isNull();
    }

    private static CandidateQuery asked() {
        return gateway.bean(FakeRetrieval.class).asked.getLast();
    }

    private static TestGateway.Answer send(String body) {
        return gateway.send("POST", SEARCH, body.replace('\'', '"'));
    }

    private static String times(int count, IntFunction<String> part) {
        return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(","));
    }
}
