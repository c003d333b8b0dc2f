package io.vicinal.evaluation.platform;

import io.vicinal.contracts.document.SubmitResult;
import io.vicinal.contracts.search.SearchResult;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The public REST API as the measurements need it. Thread-safe; every call blocks. */
public final class VicinalClient implements AutoCloseable {
    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";
    private static final Duration SHORT = Duration.ofSeconds(30);
    /** A batch that is waited for until it is searchable has all before it to wait for, too. */
    private static final Duration LONG = Duration.ofHours(1);

    private final Calls calls;

    public VicinalClient(String url, @Nullable String key) {
        calls = new Calls(url, key);
    }

    public String url() {
        return calls.url();
    }

    /** @throws RuntimeException where the platform does not answer {@code GET /v1/collections} with 200 */
    public void ping() throws InterruptedException {
        calls.send("GET", "/v1/collections", JSON, null, SHORT);
    }

    /** @param fields name to type */
    public void createCollection(String name, Map<String, String> fields, @Nullable Integer shards)
            throws InterruptedException {
        ObjectNode schema = Calls.JSON.createObjectNode();
        if (!fields.isEmpty()) {
            ObjectNode types = schema.putObject("fields");
            fields.forEach(types::put);
        }
        if (shards != null) {
            schema.put("shards", shards);
        }
        calls.send("PUT", collection(name), JSON, Calls.JSON.writeValueAsBytes(schema), SHORT);
    }

    /** What {@code GET} says of the collection, or empty where there is none. */
    public Optional<JsonNode> collectionInfo(String name) throws InterruptedException {
        try {
            return Optional.of(Calls.JSON.readTree(calls.send("GET", collection(name), JSON, null, SHORT)));
        } catch (PlatformProblem e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Documents that a search finds now; 0 where there is no such collection. */
    public long searchableDocuments(String name) throws InterruptedException {
        return collectionInfo(name)
                .map(info -> info.path("documents").asLong(0))
                .orElse(0L);
    }

    public void deleteCollection(String name) throws InterruptedException {
        calls.send("DELETE", collection(name), JSON, null, SHORT);
    }

    /**
     * @param ndjson one document a line, UTF-8
     * @param waitSearchable return only when a search finds what was accepted
     */
    public SubmitResult submit(String name, byte[] ndjson, boolean waitSearchable) throws InterruptedException {
        String path = collection(name) + "/documents" + (waitSearchable ? "?wait=searchable" : "");
        return calls.read(calls.send("POST", path, NDJSON, ndjson, LONG), SubmitResult.class);
    }

    /** @param request as {@link SearchQuery} makes it; sent as it is, so that a caller can time the exchange alone */
    public byte[] search(String name, byte[] request) throws InterruptedException {
        return calls.send("POST", collection(name) + "/search", JSON, request, SHORT);
    }

    public SearchResult searchResult(byte[] answer) {
        return calls.read(answer, SearchResult.class);
    }

    /** @param request OpenAI's {@code CreateEmbeddingRequest}; sent as it is, so that a caller can time the exchange alone */
    public byte[] embeddings(byte[] request) throws InterruptedException {
        return calls.send("POST", "/v1/embeddings", JSON, request, LONG);
    }

    /** The platform's metrics in Prometheus' text format, or empty where it does not show them here. */
    public Optional<String> metrics() throws InterruptedException {
        try {
            return Optional.of(
                    new String(calls.send("GET", "/actuator/prometheus", JSON, null, SHORT), StandardCharsets.UTF_8));
        } catch (PlatformProblem e) {
            return Optional.empty();
        }
    }

    private static String collection(String name) {
        return "/v1/collections/"
                + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        calls.close();
    }
}
