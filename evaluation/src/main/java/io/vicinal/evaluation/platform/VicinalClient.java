package io.vicinal.evaluation.platform;

import io.vicinal.contracts.document.FilesResult;
import io.vicinal.contracts.document.SubmitResult;
import io.vicinal.contracts.inference.ClassifyResult;
import io.vicinal.contracts.search.SearchResult;
import io.vicinal.evaluation.console.UserError;
import java.io.FileNotFoundException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

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
        Map<String, Object> schema = new LinkedHashMap<>();
        if (!fields.isEmpty()) {
            schema.put("fields", fields);
        }
        if (shards != null) {
            schema.put("shards", shards);
        }
        createCollection(name, schema);
    }

    /** @param schema as the API takes it; what is missing has the platform's defaults */
    public void createCollection(String name, Map<String, ?> schema) throws InterruptedException {
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

    /** @param waitSearchable return only when a search finds what was accepted */
    public FilesResult submitFiles(String name, List<FormFile> files, boolean waitSearchable)
            throws InterruptedException {
        String path = collection(name) + "/files" + (waitSearchable ? "?wait=searchable" : "");
        String boundary = "vicinal-" + UUID.randomUUID();
        try {
            byte[] answer = calls.stream(
                    "POST", path, "multipart/form-data; boundary=" + boundary, FormFile.form(files, boundary), LONG);
            return calls.read(answer, FilesResult.class);
        } catch (FileNotFoundException e) {
            throw new UserError("A file went away while it was sent: " + e.getMessage());
        }
    }

    /** @param request as {@link SearchQuery} makes it; sent as it is, so that a caller can time the exchange alone */
    public byte[] search(String name, byte[] request) throws InterruptedException {
        return calls.send("POST", collection(name) + "/search", JSON, request, SHORT);
    }

    public SearchResult searchResult(byte[] answer) {
        return calls.read(answer, SearchResult.class);
    }

    /** @param request as {@link ClassifyQuery} makes it */
    public ClassifyResult classify(String name, byte[] request) throws InterruptedException {
        return calls.read(
                calls.send("POST", collection(name) + "/classify", JSON, request, LONG), ClassifyResult.class);
    }

    /**
     * Has the classifier of a label field learn from all that there is now.
     *
     * @return what to expect of it; answered when it is there, or by a problem that passes
     */
    public JsonNode trainClassifier(String name, String field) throws InterruptedException {
        String path = collection(name) + "/classifier:train?field=" + URLEncoder.encode(field, StandardCharsets.UTF_8);
        return calls.read(calls.send("POST", path, JSON, null, LONG), JsonNode.class);
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
