package io.vicinal.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.json.Json;
import io.vicinal.testkit.broker.TestBroker;
import io.vicinal.testkit.broker.WithBroker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

@WithBroker
class RetrievalApplicationTest {
    private static final String SHARD = "{\"collection\":\"nowhere\",\"version\":1,\"partition\":0}";

    @Test
    void startsFromPropertiesAloneAndAnswersItsContractOverHttp(TestBroker broker, @TempDir Path data)
            throws Exception {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(RetrievalApplication.class)
                .run(
                        "--server.port=0",
                        "--vicinal.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                        "--vicinal.node-id=application-test",
                        "--vicinal.retrieval.replica-set=application-test",
                        "--vicinal.retrieval.data=" + data,
                        "--vicinal.service.token=secret")) {
            String url = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
            assertProblem(post(url, "state", SHARD), ProblemType.SHARD_UNAVAILABLE);
            assertProblem(
                    post(
                            url,
                            "candidates",
                            "{\"shard\":" + SHARD + ",\"query\":\"x\",\"count\":1,\"group_by\":\"document\"}"),
                    ProblemType.SHARD_UNAVAILABLE);
            assertProblem(
                    post(url, "await", "{\"shard\":" + SHARD + ",\"documents_offset\":1,\"timeout_ms\":10}"),
                    ProblemType.SHARD_UNAVAILABLE);
        }
    }

    private static HttpResponse<String> post(String url, String call, String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(url + "/internal/retrieval/" + call))
                            .header("content-type", "application/json")
                            .header("x-vicinal-service-token", "secret")
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private static void assertProblem(HttpResponse<String> response, ProblemType type) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(type.status());
        assertThat(type.is(Json.mapper().readValue(response.body(), Problem.class)))
                .isTrue();
    }
}
