package io.vicinal.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public REST API, plainly. */
final class Api {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String url;

    Api(int port) {
        url = "http://127.0.0.1:" + port;
    }

    record Answer(int status, JsonNode body, HttpResponse<String> response) {}

    Answer send(String method, String path, String contentType, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = HTTP.send(
                HttpRequest.newBuilder(URI.create(url + path))
                        .timeout(Duration.ofSeconds(120))
                        .header("content-type", contentType)
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        boolean json = response.headers().firstValue("content-type").orElse("").contains("json");
        return new Answer(
                response.statusCode(),
                JsonMapper.shared().readTree(json && !response.body().isEmpty() ? response.body() : "null"),
                response);
    }

    Answer json(String method, String path, String body) throws IOException, InterruptedException {
        return send(method, path, "application/json", body);
    }

    Answer documents(String collection, List<String> lines) throws IOException, InterruptedException {
        return send(
                "POST",
                "/v1/collections/" + collection + "/documents",
                "application/x-ndjson",
                String.join("\n", lines));
    }

    long documentsOf(String collection) throws IOException, InterruptedException {
        return json("GET", "/v1/collections/" + collection, "")
                .body()
                .path("documents")
                .asLong(-1);
    }

    /** Document ids, best first. */
    List<String> search(String collection, String body) throws IOException, InterruptedException {
        Answer answer = json("POST", "/v1/collections/" + collection + "/search", body);
        if (answer.status() != 200) {
            throw new IOException(answer.response().body());
        }
        return StreamSupport.stream(answer.body().path("hits").spliterator(), false)
                .map(hit -> hit.path("document_id").asString())
                .toList();
    }

    void awaitReady(Launched... processes) throws Exception {
        await(Duration.ofSeconds(90), () -> {
            for (Launched process : processes) {
                if (!process.isAlive()) {
                    throw new AssertionError("ended early: " + process.output());
                }
            }
            return json("GET", "/v1/collections", "").status() == 200;
        });
    }

    /** Tries until it holds; connection failures count as "not yet". */
    static void await(Duration limit, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        IOException last = null;
        while (System.nanoTime() < end) {
            try {
                if (condition.call()) {
                    return;
                }
            } catch (IOException e) {
                last = e;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("did not come true within " + limit, last);
    }
}
