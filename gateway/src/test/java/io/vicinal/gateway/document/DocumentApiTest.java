package io.vicinal.gateway.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.document.Document;
import io.vicinal.contracts.document.SubmitResult;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.RetrievalApi.AwaitQuery;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.gateway.FakeRetrieval;
import io.vicinal.gateway.FakeServices;
import io.vicinal.gateway.TestGateway;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
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
        gateway.send("PUT", "/v1/collections/docs", "{\"shards\": 2}");
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
}
