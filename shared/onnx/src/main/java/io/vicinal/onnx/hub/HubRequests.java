package io.vicinal.onnx.hub;

import io.vicinal.onnx.model.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;

/**
 * Requests to the hub. Redirects are followed here, because the token must not go with them to another host: files lie with
 * a content delivery network that has its own, signed addresses.
 */
final class HubRequests implements AutoCloseable {
    private static final int MOST_REDIRECTS = 5;

    private final HubSettings settings;
    private final HttpClient client;

    HubRequests(HubSettings settings) {
        this.settings = settings;
        this.client = HttpClient.newBuilder()
                .connectTimeout(settings.stall())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * Gets what lies at a path, wherever it redirects to.
     *
     * @param what for errors
     * @return 200 or 206, or another status that {@code allowed} is
     */
    HttpResponse<InputStream> get(String path, Map<String, String> headers, String what, int allowed) {
        URI at = endpoint(path);
        for (int redirect = 0; redirect <= MOST_REDIRECTS; redirect++) {
            HttpResponse<InputStream> answer = send("GET", at, headers);
            Optional<URI> next = redirect(answer);
            if (next.isEmpty()) {
                return checked(answer, what, allowed);
            }
            drop(answer);
            at = next.get();
        }
        throw new HubException("The hub redirects more than " + MOST_REDIRECTS + " times for " + what + ".");
    }

    /** Asks the hub itself about a file: follows redirects within the hub, and stops at one that leads away. */
    HttpResponse<InputStream> head(String path, String what) {
        URI at = endpoint(path);
        for (int redirect = 0; redirect <= MOST_REDIRECTS; redirect++) {
            HttpResponse<InputStream> answer = send("HEAD", at, Map.of("accept-encoding", "identity"));
            drop(answer);
            Optional<URI> next = redirect(answer);
            if (next.isEmpty()) {
                return checked(answer, what, 0);
            }
            if (!isHub(next.get())) {
                return answer;
            }
            at = next.get();
        }
        throw new HubException("The hub redirects more than " + MOST_REDIRECTS + " times for " + what + ".");
    }

    private URI endpoint(String path) {
        return URI.create(settings.endpoint() + path);
    }

    private HttpResponse<InputStream> send(String method, URI at, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at)
                .method(method, BodyPublishers.noBody())
                .timeout(settings.stall())
                .header("user-agent", "vicinal");
        headers.forEach(request::header);
        if (settings.token() != null && isHub(at)) {
            request.header("authorization", "Bearer " + settings.token());
        }
        try {
            return client.send(request.build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new HubException("The hub at " + at.getHost() + " cannot be reached: " + e + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HubException("Fetching from the hub was interrupted.", e);
        }
    }

    private Optional<URI> redirect(HttpResponse<?> answer) {
        if (answer.statusCode() < 301 || answer.statusCode() > 308 || answer.statusCode() == 304) {
            return Optional.empty();
        }
        String location = answer.headers()
                .firstValue("location")
                .orElseThrow(() -> new HubException("The hub redirects without saying where to."));
        URI to;
        try {
            to = answer.uri().resolve(location);
        } catch (IllegalArgumentException e) {
            throw new HubException("The hub redirects to what is no address.", e);
        }
        boolean lessSafe = "https".equals(answer.uri().getScheme()) && !"https".equals(to.getScheme());
        if (lessSafe || to.getHost() == null || !("https".equals(to.getScheme()) || "http".equals(to.getScheme()))) {
            throw new HubException("The hub redirects to an address that is not safe to follow.");
        }
        return Optional.of(to);
    }

    private boolean isHub(URI at) {
        URI hub = settings.endpoint();
        return hub.getScheme().equalsIgnoreCase(at.getScheme())
                && hub.getHost().equalsIgnoreCase(at.getHost())
                && hub.getPort() == at.getPort();
    }

    private static HttpResponse<InputStream> checked(HttpResponse<InputStream> answer, String what, int allowed) {
        int status = answer.statusCode();
        if (status == 200 || status == 206 || status == allowed) {
            return answer;
        }
        drop(answer);
        throw switch (status) {
            case 401, 403 ->
                new ModelException("The hub does not show " + what + " (HTTP " + status
                        + "): it does not exist, or it is private or gated and needs a HF_TOKEN that may read it.");
            case 404 -> new ModelException("The hub has no " + what + " (HTTP 404).");
            default ->
                status == 429 || status >= 500
                        ? new HubException("The hub cannot send " + what + " now (HTTP " + status + ").")
                        : new ModelException("The hub refuses " + what + " (HTTP " + status + ").");
        };
    }

    private static void drop(HttpResponse<InputStream> answer) {
        try {
            answer.body().close();
        } catch (IOException _) {
            // nobody reads it
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
