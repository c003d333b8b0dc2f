package io.vicinal.retrieval.assignment;

import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.retrieval.RetrievalApplication;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A retrieval node in a process of its own, which can be killed. */
final class NodeProcess implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String TOKEN = "secret";

    private final int port;
    private final Process process;

    private NodeProcess(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /** @param log its output is added here */
    static NodeProcess start(Path log, String... properties) throws IOException {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                RetrievalApplication.class.getName(),
                "--server.port=" + port,
                "--vicinal.service.token=" + TOKEN));
        command.addAll(List.of(properties));
        return new NodeProcess(
                port,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** SIGKILL: no time for anything. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    JsonNode state(ShardId shard) throws IOException, InterruptedException {
        return Json.mapper().readTree(post("state", shard).body());
    }

    /** A document as the node has it; null where it has none. */
    JsonNode document(ShardId shard, String id) throws IOException, InterruptedException {
        record Query(ShardId shard, String id) {}
        String body = post("document", new Query(shard, id)).body();
        return body.isEmpty() ? null : Json.mapper().readTree(body);
    }

    private HttpResponse<String> post(String call, Object body) throws IOException, InterruptedException {
        HttpResponse<String> answer = CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/internal/retrieval/" + call))
                        .header("content-type", "application/json")
                        .header("x-vicinal-service-token", TOKEN)
                        .timeout(Duration.ofSeconds(10))
                        .POST(BodyPublishers.ofString(Json.mapper().writeValueAsString(body)))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.body());
        }
        return answer;
    }

    static long count(Path log, String text) throws IOException {
        return Files.readString(log).lines().filter(line -> line.contains(text)).count();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
