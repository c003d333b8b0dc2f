package io.vicinal.gateway.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Models that come and go at an embedding service which is another process. */
class ModelsForwardTest {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private HttpServer service;
    private WebTestClient gateway;

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            seen.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestURI().getRawPath() + " " + new String(body, StandardCharsets.UTF_8));
            byte[] answer = "{\"id\":\"m\"}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.getResponseHeaders().set("allow", "GET");
            exchange.sendResponseHeaders(201, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        service.start();
        gateway = client(URI.create("http://127.0.0.1:" + service.getAddress().getPort()));
    }

    private static WebTestClient client(URI service) {
        return WebTestClient.bindToRouterFunction(new EmbeddingForward(service).routes())
                .build();
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @Test
    void passesMethodPathAndBodyOnAsTheyAre() {
        gateway.post()
                .uri("/v1/models")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"model\":\"org/name\"}")
                .exchange()
                .expectStatus()
                .isCreated()
                .expectHeader()
                .valueEquals("allow", "GET")
                .expectBody()
                .json("{\"id\":\"m\"}");
        for (String path : List.of("/v1/models/org/name", "/v1/models/org%2Fname", "/v1/models/a%20b")) {
            gateway.method(HttpMethod.DELETE)
                    .uri(URI.create(path))
                    .exchange()
                    .expectStatus()
                    .isCreated();
        }
        gateway.put().uri("/embed").exchange().expectStatus().isCreated();
        gateway.put().uri("/rerank").exchange().expectStatus().isCreated();
        gateway.put().uri("/v1/rerank").exchange().expectStatus().isCreated();
        assertThat(seen)
                .containsExactly(
                        "POST /v1/models {\"model\":\"org/name\"}",
                        "DELETE /v1/models/org/name ",
                        "DELETE /v1/models/org%2Fname ",
                        "DELETE /v1/models/a%20b ",
                        "PUT /embed ",
                        "PUT /rerank ",
                        "PUT /v1/rerank ");
    }

    @Test
    void saysInTheShapeThatWasCalledThatTheServiceIsAway() {
        WebTestClient alone = client(URI.create("http://127.0.0.1:1"));
        alone.get()
                .uri("/v1/models")
                .exchange()
                .expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .valueEquals("retry-after", "1")
                .expectBody()
                .jsonPath("$.error.type")
                .isEqualTo("server_error")
                .jsonPath("$.error.message")
                .isNotEmpty();
        alone.post()
                .uri("/v1/rerank")
                .exchange()
                .expectStatus()
                .isEqualTo(503)
                .expectBody()
                .jsonPath("$.message")
                .isNotEmpty()
                .jsonPath("$.type")
                .isEqualTo("https://vicinal.io/problems/service-unavailable");
        alone.get()
                .uri("/info")
                .exchange()
                .expectStatus()
                .isEqualTo(503)
                .expectBody()
                .jsonPath("$.error_type")
                .isEqualTo("Unhealthy");
    }
}
