package io.vicinal.embedding.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vicinal.contracts.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A server in OpenAI's shape that does what a test says, and embeds otherwise: (length, 1, 0). */
final class ScriptedServer implements AutoCloseable {
    private final HttpServer server;
    private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();
    final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
    final List<String> keys = new CopyOnWriteArrayList<>();
    volatile Script always = ScriptedServer::embed;

    @FunctionalInterface
    interface Script {
        void answer(HttpExchange exchange, List<String> texts) throws IOException;
    }

    ScriptedServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/embeddings", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    ScriptedServer then(Script... next) {
        scripts.addAll(List.of(next));
        return this;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body = Json.mapper().readTree(exchange.getRequestBody().readAllBytes());
            bodies.add(body);
            keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("authorization")));
            List<String> texts =
                    body.path("input").valueStream().map(JsonNode::asString).toList();
            Script script = scripts.poll();
            (script == null ? always : script).answer(exchange, texts);
        }
    }

    static void embed(HttpExchange exchange, List<String> texts) throws IOException {
        vectors(texts.stream().map(text -> "[" + text.length() + ",1,0]").toList())
                .answer(exchange, texts);
    }

    static Script vectors(List<String> vectors) {
        StringBuilder data = new StringBuilder();
        for (int i = vectors.size() - 1; i >= 0; i--) { // in another order than asked for
            data.append("{\"object\":\"embedding\",\"index\":%d,\"embedding\":%s}%s"
                    .formatted(i, vectors.get(i), i > 0 ? "," : ""));
        }
        return raw(200, "{\"object\":\"list\",\"data\":[" + data + "],\"model\":\"m\"}");
    }

    static Script status(int status, String... headers) {
        return (exchange, _) -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, -1);
        };
    }

    static Script raw(int status, String body) {
        return (exchange, _) -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /** Refuses a request that has this text, and embeds others. */
    static Script refusing(String text) {
        return (exchange, texts) -> {
            if (texts.contains(text)) {
                status(400).answer(exchange, texts);
            } else {
                embed(exchange, texts);
            }
        };
    }

    static Script slow(int millis) {
        return (exchange, texts) -> {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            embed(exchange, texts);
        };
    }

    List<Integer> batches() {
        return bodies.stream().map(body -> body.path("input").size()).collect(Collectors.toList());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
