package io.vicinal.evaluation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The public API over real HTTP, without the platform behind it: keeps documents in memory, finds those that share words
 * with the query, and fails on demand.
 */
public final class FakePlatform implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What happens to the next submission instead of its being taken. */
    public enum Fault {
        NONE,
        UNAVAILABLE,
        BREAK_BEFORE,
        /** The documents are taken, and the answer is lost. */
        BREAK_AFTER,
        /** The second half is refused for want of the broker. */
        BROKER_LOST_HALFWAY,
        GONE
    }

    public record Submission(List<String> ids, boolean waited, long atNanos) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Map<String, JsonNode>> collections = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Deque<Fault> faults = new ArrayDeque<>();
    public final List<Submission> submissions = Collections.synchronizedList(new ArrayList<>());
    public final List<JsonNode> schemas = Collections.synchronizedList(new ArrayList<>());
    public final List<JsonNode> searches = Collections.synchronizedList(new ArrayList<>());
    public final List<JsonNode> classifications = Collections.synchronizedList(new ArrayList<>());
    /** Of a request that are labelled in time. */
    public volatile int textsInTime = Integer.MAX_VALUE;

    /** Whether the first who asks for a classifier waits in vain, as where training takes longer than a request may. */
    public volatile boolean isTrainedLate;

    /** Requests for a classifier. */
    public volatile int described;

    public FakePlatform() {
        this(0);
    }

    /** A process of its own, as {@code ./vicinal up --port <port> …} starts one. */
    public static void main(String[] arguments) {
        new FakePlatform(Integer.parseInt(arguments[List.of(arguments).indexOf("--port") + 1]));
    }

    private FakePlatform(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/v1/collections", this::handle);
        server.createContext("/v1/embeddings", FakePlatform::embed);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public synchronized void failNext(Fault... next) {
        faults.addAll(List.of(next));
    }

    private synchronized Fault nextFault() {
        return faults.poll();
    }

    public Map<String, JsonNode> documents(String collection) {
        return collections.get(collection);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String[] parts = exchange.getRequestURI().getPath().split("/");
        String call = exchange.getRequestMethod() + " " + (parts.length > 4 ? parts[4] : "");
        String name = parts.length > 3 ? parts[3] : "";
        if (name.isEmpty()) {
            answer(exchange, 200, "{\"collections\": []}");
        } else if (call.equals("PUT ")) {
            schemas.add(JSON.readTree(body));
            int status = collections.putIfAbsent(name, Collections.synchronizedMap(new LinkedHashMap<>())) == null
                    ? 201
                    : 200;
            answer(exchange, status, "{\"name\": \"" + name + "\"}");
        } else if (!collections.containsKey(name)) {
            answer(exchange, 404, "{\"status\": 404, \"detail\": \"There is no collection " + name + ".\"}");
        } else if (call.equals("GET ")) {
            int documents = collections.get(name).size();
            answer(
                    exchange,
                    200,
                    "{\"name\": \"" + name + "\", \"documents\": " + documents
                            + ", \"min_relevance\": 0.5, \"created_at\": \"2024-01-01T00:00:00Z\"}");
        } else if (call.equals("DELETE ")) {
            collections.remove(name);
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        } else if (call.equals("POST files")) {
            files(exchange, name, new String(body, StandardCharsets.UTF_8));
        } else if (call.equals("POST documents")) {
            submit(exchange, name, new String(body, StandardCharsets.UTF_8));
        } else if (call.equals("POST classifier:train")) {
            classifier(exchange, name);
        } else if (call.equals("POST classify")) {
            classify(exchange, name, JSON.readTree(body));
        } else {
            search(exchange, name, JSON.readTree(body));
        }
    }

    private void submit(HttpExchange exchange, String name, String body) throws IOException {
        Fault fault = nextFault();
        if (fault == Fault.BREAK_BEFORE) {
            exchange.close();
            return;
        }
        if (fault == Fault.UNAVAILABLE) {
            exchange.getResponseHeaders().add("Retry-After", "1");
            answer(exchange, 503, "{\"status\": 503, \"detail\": \"The broker is away.\"}");
            return;
        }
        if (fault == Fault.GONE) {
            answer(exchange, 500, "{\"status\": 500, \"detail\": \"Something went wrong inside.\"}");
            return;
        }
        List<String> lines = body.lines().filter(line -> !line.isBlank()).toList();
        int taken = fault == Fault.BROKER_LOST_HALFWAY ? lines.size() / 2 : lines.size();
        ObjectNode result = JSON.createObjectNode();
        ArrayNode rejected = JSON.createArrayNode();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String problem = i < taken ? take(name, lines.get(i), ids) : "The broker is away.";
            if (problem != null) {
                ObjectNode one = rejected.addObject().put("index", i);
                one.putObject("error").put("status", i < taken ? 400 : 503).put("detail", problem);
            }
        }
        String query = exchange.getRequestURI().getQuery();
        submissions.add(new Submission(ids, query != null && query.contains("wait=searchable"), System.nanoTime()));
        result.put("accepted", ids.size()).put("one_more_property", true).set("rejected", rejected);
        if (fault == Fault.BREAK_AFTER) {
            exchange.close();
            return;
        }
        answer(exchange, 200, result.toString());
    }

    /** Takes a form; a file that says "bad" is refused. */
    private void files(HttpExchange exchange, String name, String form) throws IOException {
        if (nextFault() == Fault.UNAVAILABLE) {
            answer(exchange, 503, "{\"status\": 503, \"detail\": \"The broker is away.\"}");
            return;
        }
        ObjectNode result = JSON.createObjectNode();
        ArrayNode rejected = JSON.createArrayNode();
        ArrayNode files = JSON.createArrayNode();
        List<String> ids = new ArrayList<>();
        Matcher parts = Pattern.compile(
                        "name=\"id\"\r\n\r\n(.*?)\r\n.*?filename\\*=UTF-8''(.*?)\r\n.*?\r\n\r\n(.*?)\r\n--",
                        Pattern.DOTALL)
                .matcher(form);
        for (int i = 0; parts.find(); i++) {
            ObjectNode file = files.addObject()
                    .put("file", URLDecoder.decode(parts.group(2), StandardCharsets.UTF_8))
                    .put("id", parts.group(1));
            if (parts.group(3).equals("bad")) {
                file.putObject("error").put("status", 422).put("detail", "The file is damaged.");
                rejected.addObject().put("index", i).put("id", parts.group(1)).set("error", file.get("error"));
            } else {
                collections
                        .get(name)
                        .put(parts.group(1), JSON.createObjectNode().put("text", parts.group(3)));
                ids.add(parts.group(1));
            }
        }
        String query = exchange.getRequestURI().getQuery();
        submissions.add(new Submission(ids, query != null && query.contains("wait=searchable"), System.nanoTime()));
        result.put("accepted", ids.size()).set("rejected", rejected);
        result.set("files", files);
        answer(exchange, 200, result.toString());
    }

    /** @return why not, or null */
    private String take(String name, String line, List<String> ids) {
        JsonNode document;
        try {
            document = JSON.readTree(line);
        } catch (RuntimeException e) {
            return "The line is not JSON.";
        }
        if (!document.path("id").isString()) {
            return "A document needs an id.";
        }
        collections.get(name).put(document.path("id").stringValue(), document);
        ids.add(document.path("id").stringValue());
        return null;
    }

    private void search(HttpExchange exchange, String name, JsonNode request) throws IOException {
        searches.add(request);
        List<String> words =
                List.of(request.path("query").stringValue().toLowerCase().split("\\s+"));
        ObjectNode result = JSON.createObjectNode().put("query_id", "q").put("partial", false);
        ArrayNode hits = result.putArray("hits");
        collections.get(name).values().stream()
                .sorted((a, b) -> Long.compare(shared(b, words), shared(a, words)))
                .filter(document -> request.has("min_relevance") || shared(document, words) > 0)
                .limit(request.path("top_k").asInt())
                .forEach(document -> hits.addObject()
                        .put("id", document.path("id").stringValue() + "#0")
                        .put("document_id", document.path("id").stringValue())
                        .put("text", "")
                        .put("score", (double) shared(document, words))
                        .put("relevance", shared(document, words) > 0 ? 0.9 : 0.1)
                        .putObject("scores")
                        .put("dense", (double) shared(document, words)));
        result.putObject("took_ms").put("embed", 2.0).put("retrieve", 1.0).put("total", 4.0);
        answer(exchange, 200, result.toString());
    }

    private void classifier(HttpExchange exchange, String name) throws IOException {
        described++; // by one client, one after the other
        if (isTrainedLate && described == 1) {
            answer(exchange, 504, "{\"status\": 504, \"detail\": \"There was no answer within 60 s.\"}");
        } else {
            answer(
                    exchange,
                    200,
                    FakeLabels.describe(collections.get(name).values()).toString());
        }
    }

    private void classify(HttpExchange exchange, String name, JsonNode request) throws IOException {
        classifications.add(request);
        if (request.path("texts").size() > textsInTime) {
            answer(exchange, 504, "{\"status\": 504, \"detail\": \"There was no answer within 60 s.\"}");
        } else {
            answer(
                    exchange,
                    200,
                    FakeLabels.classify(collections.get(name).values(), request).toString());
        }
    }

    /** The same vector for the same text, in base64. */
    private static void embed(HttpExchange exchange) throws IOException {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode data = answer.putArray("data");
        for (JsonNode text :
                JSON.readTree(exchange.getRequestBody().readAllBytes()).path("input")) {
            double angle = text.stringValue().hashCode();
            ByteBuffer vector = ByteBuffer.allocate(2 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            vector.putFloat((float) Math.cos(angle)).putFloat((float) Math.sin(angle));
            data.addObject().put("embedding", vector.array());
        }
        answer(exchange, 200, answer.toString());
    }

    static long shared(JsonNode document, List<String> words) {
        List<String> own = List.of((document.path("title").asString("") + " "
                        + document.path("text").asString(""))
                .toLowerCase()
                .split("\\s+"));
        return words.stream().filter(own::contains).count();
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("content-type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
