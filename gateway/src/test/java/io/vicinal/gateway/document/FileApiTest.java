package io.vicinal.gateway.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.document.FilesResult;
import io.vicinal.contracts.document.FilesResult.FileOutcome;
import io.vicinal.contracts.document.SubmitResult.Rejected;
import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.RetrievalApi.AwaitQuery;
import io.vicinal.gateway.FakeServices;
import io.vicinal.gateway.TestGateway;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import io.vicinal.testkit.retrieval.FakeRetrieval;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@WithBroker
class FileApiTest {
    private static final String FILES = "/v1/collections/docs/files";
    private static final String FORM = "multipart/form-data; boundary=x";
    private static final FileOutcome GOOD = new FileOutcome(
            "a.pdf", "a.pdf", "application/pdf", 10, 2, "en", List.of("pages"), List.of("author"), List.of(), null);
    private static TestGateway gateway;

    private final FakeServices.Ingestion ingestion = gateway.bean(FakeServices.Ingestion.class);
    private final FakeRetrieval retrieval = gateway.bean(FakeRetrieval.class);

    @BeforeAll
    static void start(TestBroker broker) {
        gateway = TestGateway.start(broker.bootstrapServers());
        gateway.send("PUT", "/v1/collections/docs", "{}");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void theFormPassesThroughAsItArrives() {
        String body = "--x\r\n" + "y".repeat(8 << 20) + "\r\n--x--";
        ingestion.files = new FilesResult(0, List.of(), Map.of(), List.of(), null);
        assertThat(gateway.send("POST", FILES, body, FORM).json().toString())
                .isEqualTo("{\"accepted\":0,\"rejected\":[],\"files\":[]}");
        assertThat(ingestion.contentType).isEqualTo(FORM);
        assertThat(ingestion.received).isEqualTo(body);
        assertThat(ingestion.buffers).isGreaterThan(8);
    }

    @Test
    void everyFileIsListedAndTheAcceptedOnesAreWaitedFor() {
        Problem encrypted = ProblemType.ENCRYPTED_FILE.of(null, "The file is encrypted.");
        FileOutcome bad =
                new FileOutcome("b.pdf", "b.pdf", "application/pdf", null, null, null, null, null, null, encrypted);
        ingestion.files = new FilesResult(
                1, List.of(new Rejected(1, "b.pdf", encrypted)), Map.of(0, 33L), List.of(GOOD, bad), null);
        JsonNode answer =
                gateway.send("POST", FILES + "?wait=searchable", "x", FORM).json();
        assertThat(answer.get("accepted").asInt()).isEqualTo(1);
        assertThat(answer.get("rejected").get(0).get("index").asInt()).isEqualTo(1);
        assertThat(answer.get("files").get(0).toString())
                .isEqualTo(
                        "{\"file\":\"a.pdf\",\"id\":\"a.pdf\",\"content_type\":\"application/pdf\",\"characters\":10,"
                                + "\"pages\":2,\"language\":\"en\",\"fields\":[\"pages\"],\"undeclared\":[\"author\"],\"warnings\":[]}");
        assertThat(answer.get("files").get(1).propertyNames()).containsExactly("file", "id", "content_type", "error");
        assertThat(retrieval.awaited).extracting(AwaitQuery::documentsOffset).contains(33L);
    }

    @Test
    void aFormThatBreaksOffIsAProblemThatSaysWhatBecameOfTheFilesBefore() {
        ingestion.files = new FilesResult(
                1, List.of(), Map.of(), List.of(GOOD), ProblemType.INVALID_VALUE.of(null, "The body is cut off."));
        JsonNode problem = gateway.send("POST", FILES, "x", FORM).problem(400, "cut off");
        assertThat(problem.get("accepted").asInt()).isEqualTo(1);
        assertThat(problem.get("files").get(0).get("file").asString()).isEqualTo("a.pdf");
    }

    @Test
    void requestsThatAreNotUnderstoodAreRefused() {
        gateway.send("POST", FILES + "?wiat=searchable", "x", FORM).problem(400, "wiat");
        gateway.send("POST", "/v1/collections/nowhere/files", "x", FORM).problem(404, "nowhere");
        gateway.get(FILES).problem(405);
    }
}
