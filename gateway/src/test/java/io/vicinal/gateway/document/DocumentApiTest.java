package io.vicinal.gateway.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.document.Document;
import io.vicinal.contracts.document.MatchingDeletion;
import io.vicinal.contracts.document.ShardOffset;
import io.vicinal.contracts.document.SubmitResult;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.search.RetrievalApi.AwaitQuery;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.gateway.FakeServices;
import io.vicinal.gateway.TestGateway;
import io.vicinal.kafka.codec.DocumentPartitions;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import io.vicinal.testkit.retrieval.FakeRetrieval;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@WithBroker
class DocumentApiTest {
    private static final String DOCUMENTS = "/v1/collections/docs/documents";
    private static TestGateway gateway;

    private final FakeServices.Ingestion ingestion = gateway.bean(FakeServices.Ingestion.class);
    private final FakeRetrieval retrieval = gateway.bean(FakeRetrieval.class);

    @BeforeAll
    static void start(TestBroker broker) {
        gateway = TestGateway.start(broker.bootstrapServers());
        gateway.send("PUT", "/v1/collections/docs", "{\"shards\": 2, \"fields\": {\"year\": \"long\"}}");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void reset() {
        ingestion.answer = FakeServices.Ingestion.accepted(1, Map.of());
        retrieval.instead.clear();
        retrieval.awaited.clear();
        retrieval.documents.clear();
    }

    @Test
    void aBodyPassesThroughAsItArrives() {
        String line = "{\"id\":\"1\",\"text\":\"" + "x".repeat(1 << 20) + "\"}\n";
        JsonNode answer = gateway.send("POST", DOCUMENTS, line.repeat(8), "application/x-ndjson")
                .json();
        assertThat(answer.toString()).isEqualTo("{\"accepted\":1,\"rejected\":[]}");
        assertThat(ingestion.contentType).isEqualTo("application/x-ndjson");
        assertThat(ingestion.received).isEqualTo(line.repeat(8));
        assertThat(ingestion.buffers).isGreaterThan(8);
    }

    @Test
    void rejectionsAreListedAndCountedWhereNotAllAreShown() {
        var rejected = new SubmitResult.Rejected(3, "x", ProblemType.MISSING_VALUE.of("text", "There is no text."));
        ingestion.answer = new SubmitResult(5, List.of(rejected), 2, Map.of(), null);
        JsonNode answer = gateway.send("POST", DOCUMENTS, "[]").json();
        assertThat(answer.get("rejected_count").asInt()).isEqualTo(2);
        JsonNode first = answer.get("rejected").get(0);
        assertThat(first.get("index").asInt()).isEqualTo(3);
        assertThat(first.get("id").asString()).isEqualTo("x");
        assertThat(first.get("error").propertyNames()).contains("type", "title", "status", "detail", "field");
    }

    @Test
    void aBodyThatBreaksOffIsAProblemThatSaysWhatWasAccepted() {
        ingestion.answer = new SubmitResult(
                2, List.of(), 0, Map.of(), ProblemType.MALFORMED_JSON.of(null, "The array is not closed."));
        JsonNode problem = gateway.send("POST", DOCUMENTS, "[").problem(400, "not closed");
        assertThat(problem.get("accepted").asInt()).isEqualTo(2);
    }

    @Test
    void requestsThatAreNotUnderstoodAreRefused() {
        gateway.send("POST", DOCUMENTS, "[]", "text/plain").problem(415, "application/x-ndjson");
        gateway.send("POST", DOCUMENTS, "[]", null).problem(415);
        gateway.send("POST", DOCUMENTS + "?wait=indexed", "[]").problem(400, "indexed");
        gateway.send("POST", DOCUMENTS + "?wait_timeout_ms=3600001", "[]").problem(400, "wait_timeout_ms");
        gateway.send("POST", DOCUMENTS + "?wiat=searchable", "[]").problem(400, "wiat");
        gateway.send("POST", "/v1/collections/nowhere/documents", "[]").problem(404, "nowhere");
        gateway.get(DOCUMENTS).problem(405);
    }

    @Test
    void waitsForEveryPartitionThatWasWritten() {
        ingestion.answer = FakeServices.Ingestion.accepted(2, Map.of(0, 11L, 1, 22L));
        assertThat(gateway.send("POST", DOCUMENTS + "?wait=searchable", "[]").status())
                .isEqualTo(200);
        assertThat(retrieval.awaited)
                .extracting(AwaitQuery::shard, AwaitQuery::documentsOffset)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(new ShardId("docs", 1, 0), 11L),
                        org.assertj.core.groups.Tuple.tuple(new ShardId("docs", 1, 1), 22L));
    }

    @Test
    void asksAgainForAShardThatHasNoOwnerYetAndSaysSoWhenTimeIsUp() throws Exception {
        ingestion.answer = FakeServices.Ingestion.accepted(1, Map.of(0, 11L));
        retrieval.instead.put(0, FakeRetrieval.away());
        gateway.send("POST", DOCUMENTS + "?wait=searchable&wait_timeout_ms=300", "[]")
                .problem(504, "accepted and will become searchable");
        assertThat(retrieval.awaited.size()).isGreaterThan(2);
        Thread later = Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            retrieval.instead.clear();
        });
        assertThat(gateway.send("POST", DOCUMENTS + "?wait=searchable", "[]").status())
                .isEqualTo(200);
        later.join();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a%2F1%20%C3%BC | a/1 ü",
                "a/b/c | a/b/c",
                "x;y=1 | x;y=1",
                "%3B%25 | ;%",
                "1+1 | 1+1",
                "a%23b%3Fc | a#b?c"
            })
    void anIdMayHoldAnything(String encoded, String id) {
        assertThat(gateway.send("PUT", DOCUMENTS + "/" + encoded, "{\"text\":\"t\"}")
                        .status())
                .isEqualTo(200);
        assertThat(ingestion.received).contains("\"id\":\"" + id + "\"");
        assertThat(gateway.send("DELETE", DOCUMENTS + "/" + encoded, null).status())
                .isEqualTo(204);
        assertThat(ingestion.deleted).isEqualTo(id);
        gateway.get(DOCUMENTS + "/" + encoded).problem(404);
        retrieval.documents.put(id, new Document(id, "T", "t", Map.of("year", 1450), null));
        assertThat(gateway.get(DOCUMENTS + "/" + encoded).json().toString())
                .isEqualTo("{\"id\":\"" + id + "\",\"title\":\"T\",\"text\":\"t\",\"fields\":{\"year\":1450}}");
    }

    @Test
    void oneDocumentIsAcceptedOrItsProblemIsTheAnswer() {
        gateway.send("PUT", DOCUMENTS + "/1", "{\"id\":\"2\",\"text\":\"t\"}").problem(400, "address");
        gateway.send("PUT", DOCUMENTS + "/1", "{\"text\":7}").problem(400, "text");
        gateway.send("PUT", DOCUMENTS + "/1", "{\"txt\":\"t\"}").problem(400, "txt");
        var tooLarge = new SubmitResult.Rejected(0, "1", ProblemType.TOO_LARGE.of("text", "The text is too large."));
        ingestion.answer = new SubmitResult(0, List.of(tooLarge), 1, Map.of(), null);
        gateway.send("PUT", DOCUMENTS + "/1", "{\"text\":\"t\"}").problem(413, "too large");
        gateway.send("DELETE", DOCUMENTS + "/" + "x".repeat(513), null).problem(413, "512");
    }

    @Test
    void aDeletionCanBeWaitedFor() {
        assertThat(gateway.send("DELETE", DOCUMENTS + "/1?wait=searchable", null)
                        .status())
                .isEqualTo(204);
        assertThat(retrieval.awaited).extracting(AwaitQuery::documentsOffset).containsExactly(7L);
    }

    @Test
    void whatMatchesAFilterIsCountedAndDeleted() {
        ingestion.deletions.clear();
        var answer = gateway.send("POST", DOCUMENTS + ":delete", "{\"filter\":{\"eq\":{\"year\":1450}}}");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().toString()).isEqualTo("{\"matched\":2}");
        assertThat(ingestion.deletions).containsExactly(new MatchingDeletion(Filter.eq(Map.of("year", 1450)), null));
        assertThat(retrieval.awaited).isEmpty();
        retrieval.instead.put(0, FakeRetrieval.away());
        assertThat(gateway.send("POST", DOCUMENTS + ":delete", "{\"all\":true}")
                        .json()
                        .toString())
                .isEqualTo("{\"matched\":1,\"partial\":true}");
        retrieval.instead.clear();
        assertThat(gateway.send("POST", DOCUMENTS + ":delete?wait=searchable", "{\"all\":true}")
                        .status())
                .isEqualTo(200);
        assertThat(retrieval.awaited)
                .as("every shard hears of the record in every partition")
                .extracting(
                        query -> query.shard().partition() + " " + query.partition() + " " + query.documentsOffset())
                .containsExactlyInAnyOrder("0 0 7", "1 0 7", "0 1 8", "1 1 8");
    }

    @Test
    void aDeletionOfEverythingByMistakeIsRefused() {
        ingestion.deletions.clear();
        for (String body : List.of("{}", "{\"filter\":{}}", "{\"filter\":{\"eq\":{}}}", "{\"all\":false}")) {
            gateway.send("POST", DOCUMENTS + ":delete", body).problem(400, "all");
        }
        gateway.send("POST", DOCUMENTS + ":delete", "{\"all\":true,\"filter\":{\"eq\":{\"year\":1}}}")
                .problem(400, "not both");
        gateway.send("POST", DOCUMENTS + ":delete", "{\"filter\":{\"eq\":{\"colour\":1}}}")
                .problem(400, "colour");
        gateway.send("POST", DOCUMENTS + ":delete", "{\"fliter\":{\"eq\":{\"year\":1}}}")
                .problem(400, "fliter");
        gateway.send("POST", DOCUMENTS + ":delete", "[]").problem(400);
        assertThat(ingestion.deletions).isEmpty();
    }

    @Test
    void inAVersionCutIntoOtherShardsTheShardOfTheIdIsWaitedFor() {
        gateway.send("PUT", "/v1/collections/cut", "{\"shards\": 2}");
        gateway.send("POST", "/v1/collections/cut/versions", "{\"shards\": 3}");
        gateway.send("POST", "/v1/collections/cut/versions/2:promote?force=true", null, null);
        String path = "/v1/collections/cut/documents";
        gateway.send("DELETE", path + "/some-id?wait=searchable", null, null);
        assertThat(retrieval.awaited).singleElement().satisfies(query -> {
            assertThat(query.shard()).isEqualTo(new ShardId("cut", 2, DocumentPartitions.partition("some-id", 3)));
            assertThat(query.partition()).isZero();
        });
        retrieval.awaited.clear();
        ingestion.answer = new SubmitResult(
                2,
                List.of(),
                0,
                Map.of(0, 9L, 1, 4L),
                List.of(new ShardOffset(3, 2, 0, 9), new ShardOffset(3, 1, 1, 4), new ShardOffset(5, 4, 1, 4)),
                null);
        gateway.send("POST", path + "?wait=searchable", "[]");
        assertThat(retrieval.awaited)
                .extracting(
                        query -> query.shard().partition() + " " + query.partition() + " " + query.documentsOffset())
                .containsExactlyInAnyOrder("2 0 9", "1 1 4");
        ingestion.answer = FakeServices.Ingestion.accepted(1, Map.of(0, 1L));
        gateway.send("POST", path + "?wait=searchable", "[]").problem(503, "accepted");
    }
}
