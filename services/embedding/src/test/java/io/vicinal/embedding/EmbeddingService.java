package io.vicinal.embedding;

import io.vicinal.contracts.json.Json;
import io.vicinal.embedding.model.ModelLease;
import io.vicinal.embedding.model.Models;
import io.vicinal.onnx.encode.TextEncoder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;
import tools.jackson.databind.JsonNode;

/** The embedding service as it runs, on a port of its own. */
public final class EmbeddingService implements AutoCloseable {
    private static final AtomicInteger STARTED = new AtomicInteger();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ConfigurableApplicationContext context;
    private final String url;

    /** @param properties beside the broker, {@code name=value} */
    public EmbeddingService(String bootstrapServers, String... properties) {
        context = new SpringApplicationBuilder(EmbeddingApplication.class)
                .initializers(EmbeddingService::withEventLoopsOfItsOwn)
                .properties(
                        "server.port=0",
                        "vicinal.node-id=embedding-" + STARTED.incrementAndGet(),
                        "vicinal.kafka.bootstrap-servers=" + bootstrapServers)
                .properties(properties)
                .run();
        url = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
    }

    /** Others in the same JVM would lose theirs when this one stops. */
    private static void withEventLoopsOfItsOwn(ConfigurableApplicationContext context) {
        ReactorResourceFactory resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        resources.setShutdownQuietPeriod(Duration.ZERO);
        ((GenericApplicationContext) context)
                .registerBean("reactorResourceFactory", ReactorResourceFactory.class, () -> resources);
    }

    public record Answer(HttpResponse<String> http) {
        public int status() {
            return http.statusCode();
        }

        public JsonNode json() {
            return Json.mapper().readTree(http.body());
        }
    }

    /** The default model's. */
    public TextEncoder encoder() {
        try (ModelLease lease = context.getBean(Models.class).lease(null)) {
            return lease.model().local().orElseThrow();
        }
    }

    public String url() {
        return url;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public CompletableFuture<HttpResponse<String>> begin(String path, String body) {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create(url + path))
                        .header("content-type", "application/json")
                        .timeout(Duration.ofMinutes(2))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    public Answer post(String path, String body) {
        return new Answer(begin(path, body).join());
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return new Answer(
                client.send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofString()));
    }

    public Answer delete(String path) throws IOException, InterruptedException {
        return new Answer(client.send(
                HttpRequest.newBuilder(URI.create(url + path)).DELETE().build(), BodyHandlers.ofString()));
    }

    @Override
    public void close() {
        context.close();
        client.close();
    }
}
