package io.vicinal.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.json.Json;
import io.vicinal.kafka.registry.CollectionRegistry;
import io.vicinal.service.VicinalService;
import io.vicinal.testkit.retrieval.FakeRetrieval;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;

/** The gateway as it runs, on a port of its own, with a real broker; the services behind it are {@link FakeServices}. */
public final class TestGateway implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final ConfigurableApplicationContext context;
    private final String url;

    private TestGateway(String bootstrapServers, Class<?>... sources) {
        context = new SpringApplicationBuilder(sources)
                .properties(VicinalService.DEFAULTS)
                .properties(
                        "server.port=0",
                        "logging.structured.format.console=",
                        "vicinal.services.embedding.url=http://127.0.0.1:1",
                        "vicinal.services.ingestion.url=http://127.0.0.1:1",
                        "vicinal.services.reranking.url=http://127.0.0.1:1",
                        "vicinal.services.relevance.url=http://127.0.0.1:1",
                        "vicinal.services.inference.url=http://127.0.0.1:1",
                        "vicinal.gateway.inference-timeout=2s",
                        "vicinal.kafka.bootstrap-servers=" + bootstrapServers)
                .run();
        url = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
        context.getBean(CollectionRegistry.class).awaitLoaded(Duration.ofSeconds(30));
    }

    public static TestGateway start(String bootstrapServers) {
        return new TestGateway(bootstrapServers, GatewayApplication.class, Services.class);
    }

    /** The gateway alone, as a process of its own: nothing answers where the services should be. */
    public static TestGateway startAlone(String bootstrapServers) {
        return new TestGateway(bootstrapServers, GatewayApplication.class);
    }

    public int port() {
        return URI.create(url).getPort();
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** @param type null sends no content type */
    public Answer send(String method, String path, String body, String type) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .timeout(Duration.ofSeconds(60));
        if (type != null) {
            request.header("content-type", type);
        }
        try {
            return new Answer(CLIENT.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Who accepts server-sent events and nothing else. */
    public HttpResponse<String> events(String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .POST(BodyPublishers.ofString(body))
                .header("content-type", "application/json")
                .header("accept", "text/event-stream")
                .timeout(Duration.ofSeconds(60))
                .build();
        try {
            return CLIENT.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public Answer send(String method, String path, String body) {
        return send(method, path, body, "application/json");
    }

    public Answer get(String path) {
        return send("GET", path, null, null);
    }

    @Override
    public void close() {
        context.close();
    }

    public record Answer(HttpResponse<String> http) {
        public int status() {
            return http.statusCode();
        }

        public JsonNode json() {
            return Json.mapper().readTree(http.body());
        }

        /** RFC 9457, naming what is at fault and nothing of our insides. */
        public JsonNode problem(int status, String... mentions) {
            assertThat(http.statusCode()).as(http.body()).isEqualTo(status);
            assertThat(http.headers().firstValue("content-type").orElse("")).startsWith("application/problem+json");
            if (mentions.length > 0) {
                assertThat(http.body()).contains(mentions);
            }
            assertThat(http.body()).doesNotContain("Exception", "io.vicinal");
            JsonNode problem = json();
            assertThat(problem.propertyNames()).contains("type", "title", "status", "detail");
            assertThat(problem.get("status").asInt()).isEqualTo(status);
            return problem;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Services {
        @Bean
        FakeServices.Embedding embedding() {
            return new FakeServices.Embedding();
        }

        @Bean
        FakeServices.Reranking reranking() {
            return new FakeServices.Reranking();
        }

        @Bean
        FakeServices.Relevance relevance() {
            return new FakeServices.Relevance();
        }

        @Bean
        FakeServices.Answers answers() {
            return new FakeServices.Answers();
        }

        @Bean
        FakeServices.Inference inference() {
            return new FakeServices.Inference();
        }

        @Bean
        FakeServices.Ingestion ingestion() {
            return new FakeServices.Ingestion();
        }

        @Bean
        FakeRetrieval retrieval() {
            return new FakeRetrieval();
        }
    }
}
