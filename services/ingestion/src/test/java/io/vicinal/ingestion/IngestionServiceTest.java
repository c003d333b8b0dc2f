package io.vicinal.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.collection.Chunking;
import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.document.FilesResult;
import io.vicinal.contracts.document.SubmitResult;
import io.vicinal.contracts.json.Json;
import io.vicinal.kafka.provision.CollectionTopics;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.testkit.broker.StoppableBroker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The service as a process of its own, over HTTP. */
@SpringBootTest(
        classes = IngestionApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "vicinal.service.token=secret")
class IngestionServiceTest {
    private static final StoppableBroker BROKER = StoppableBroker.start();

    @LocalServerPort
    private int port;

    @Autowired
    private CollectionTopics topics;

    @Autowired
    private CollectionRegistry registry;

    @DynamicPropertySource
    static void broker(DynamicPropertyRegistry properties) {
        properties.add("vicinal.kafka.bootstrap-servers", BROKER::bootstrapServers);
    }

    @AfterAll
    static void stop() {
        BROKER.close();
    }

    @Test
    void takesABodyOverHttpAndAnswersWithWhatBecameOfIt() throws Exception {
        Collection collection = new Collection(
                "c",
                1,
                "m",
                3,
                1,
                Map.of(),
                new Chunking(512, 0),
                VectorFormat.INT8,
                Instant.parse("2026-01-01T00:00:00Z"));
        topics.create(collection).get();
        topics.createFixed().get();
        registry.put(collection).get();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    request("c/documents")
                            .header("content-type", "application/x-ndjson")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"id\":\"1\",\"text\":\"a\"}\n{bad\n"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            SubmitResult result = Json.mapper().readValue(answer.body(), SubmitResult.class);
            assertThat(result.accepted()).isEqualTo(1);
            assertThat(result.rejected()).hasSize(1);
            HttpResponse<String> files = http.send(
                    request("c/files")
                            .header("content-type", "multipart/form-data; boundary=x")
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.md\"\r\n\r\n# A\r\n--x--\r\n"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(files.statusCode()).as(files.body()).isEqualTo(200);
            FilesResult read = Json.mapper().readValue(files.body(), FilesResult.class);
            assertThat(read.files().getFirst().contentType()).isEqualTo("text/markdown");
            assertThat(read.offsets()).isEqualTo(Map.of(0, 1L));
            HttpResponse<String> deleted =
                    http.send(request("c/documents?id=1").DELETE().build(), HttpResponse.BodyHandlers.ofString());
            assertThat(deleted.body()).isEqualTo("{\"0\":2}");
            HttpResponse<String> unknown = http.send(
                    request("nowhere/documents")
                            .header("content-type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("[]"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(unknown.body()).contains("nowhere", "unknown-collection");
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/internal/ingestion/collections/%s".formatted(port, path)))
                .header("x-vicinal-service-token", "secret");
    }
}
