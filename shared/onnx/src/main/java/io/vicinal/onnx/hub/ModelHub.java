package io.vicinal.onnx.hub;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.vicinal.onnx.model.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Fetches models from the Hugging Face hub into the cache. Thread-safe, and safe beside other processes. */
public final class ModelHub implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ModelHub.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    /** Of the list of a repository's files. */
    private static final int LIST_BYTES = 16 << 20;

    private static final int FIRST_WAIT_MS = 200;
    private static final int LONGEST_WAIT_MS = 10_000;

    private final HubSettings settings;
    private final HubRequests requests;
    private final Retry retry;

    public ModelHub(HubSettings settings) {
        this.settings = settings;
        this.requests = new HubRequests(settings);
        this.retry = Retry.of(
                "hub",
                RetryConfig.custom()
                        .maxAttempts(settings.attempts())
                        .intervalFunction(
                                IntervalFunction.ofExponentialRandomBackoff(FIRST_WAIT_MS, 2.0, 0.5, LONGEST_WAIT_MS))
                        .retryOnException(failure -> failure instanceof HubException)
                        .build());
    }

    /**
     * The folder of a model, with what it needs here and no more. Blocks while it is fetched.
     *
     * @throws ModelException where there is no such model, or it may not be had, or has no graph, or is too large
     * @throws HubException where the hub cannot be reached and the model is not in the cache
     */
    public Path fetch(HubId id) {
        HubCache cache = new HubCache(settings.cache(), id);
        if (settings.offline()) {
            return cache.known(id.revision())
                    .orElseThrow(() -> new ModelException("The model " + id + " is expected in the cache at "
                            + settings.cache() + ", because HF_HUB_OFFLINE is set, and is not there."));
        }
        Commit commit;
        try {
            commit = retry.executeSupplier(() -> commit(id));
        } catch (HubException e) {
            Optional<Path> known = cache.known(id.revision());
            known.ifPresent(_ -> log.atWarn()
                    .addKeyValue("model", id)
                    .addKeyValue("reason", e.getMessage())
                    .log("hub cannot be reached, the cached model is used"));
            return known.orElseThrow(() -> e);
        }
        return fetch(id, commit, cache);
    }

    private Path fetch(HubId id, Commit commit, HubCache cache) {
        List<String> needed = HubFiles.needed(commit.files());
        if (needed.isEmpty()) {
            throw new ModelException("The model " + id + " is expected to have model.onnx or onnx/model*.onnx, and has "
                    + commit.files().size() + " files of which none is.");
        }
        try {
            return cache.alone(() -> {
                long left = settings.maxBytes();
                for (String file : needed) {
                    left -= fetch(id, commit, file, cache, left);
                }
                cache.remember(id.revision(), commit.sha());
                return cache.snapshot(commit.sha());
            });
        } catch (IOException e) {
            throw new ModelException("The model " + id + " cannot be kept in " + settings.cache() + ": " + e + ".", e);
        }
    }

    /** @return its bytes */
    private long fetch(HubId id, Commit commit, String file, HubCache cache, long most) throws IOException {
        Path shown = cache.snapshot(commit.sha()).resolve(file);
        if (!Files.isRegularFile(shown)) {
            String what = file + " of " + id;
            var download = new HubDownload(
                    requests, settings, "/" + id.name() + "/resolve/" + commit.sha() + "/" + file, what);
            log.atInfo().addKeyValue("model", id).addKeyValue("file", file).log("fetching from the hub");
            HubDownload.Facts facts = retry.executeSupplier(download::facts);
            Path blob = cache.blob(facts.checksum().hex());
            trying(() -> {
                download.fetch(facts, blob, most);
                return blob;
            });
            cache.show(blob, shown);
        }
        return Files.size(shown);
    }

    private Commit commit(HubId id) {
        String revision = URLEncoder.encode(id.revision(), StandardCharsets.UTF_8);
        HttpResponse<InputStream> answer =
                requests.get("/api/models/" + id.name() + "/revision/" + revision, Map.of(), "model " + id, 0);
        try (Stall _ = new Stall(answer.body(), settings.stall());
                InputStream body = answer.body()) {
            byte[] list = body.readNBytes(LIST_BYTES + 1);
            if (list.length > LIST_BYTES) {
                throw new ModelException(
                        "The hub's description of " + id + " is longer than " + LIST_BYTES + " bytes.");
            }
            return parsed(JSON.readTree(list), id);
        } catch (IOException | JacksonException e) {
            throw new HubException("The hub's description of " + id + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static Commit parsed(JsonNode model, HubId id) {
        String sha = model.path("sha").asString("");
        List<String> files = new ArrayList<>();
        for (JsonNode sibling : model.path("siblings")) {
            files.add(sibling.path("rfilename").asString(""));
        }
        if (!Commit.is(sha)) {
            throw new HubException("The hub is expected to name the commit of " + id + ", and names '" + sha + "'.");
        }
        return new Commit(sha, files);
    }

    private <T> T trying(Callable<T> request) throws IOException {
        try {
            return retry.executeCallable(request);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e); // no request throws another
        }
    }

    @Override
    public void close() {
        requests.close();
    }
}
