package io.vicinal.embedding.remote;

import io.vicinal.contracts.json.Json;
import io.vicinal.embedding.remote.RemoteException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;

/** One request to a server, with a bound on its time and on its answer. Follows no redirect: the key is for this server. */
final class RemoteServer implements AutoCloseable {
    private static final int ANSWER_BYTES = 64 << 20;

    private final RemoteSettings settings;
    private final String model;
    private final URI address;
    private final HttpClient client;

    /** @param model its name at the server */
    RemoteServer(RemoteSettings settings, String model) {
        this.settings = settings;
        this.model = model;
        this.address = URI.create(
                settings.url().toString().replaceAll("/+$", "") + settings.api().path());
        this.client = HttpClient.newBuilder()
                .connectTimeout(settings.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** @return a vector for each text, as the server gives it; fails with {@link RemoteException} */
    List<float[]> embed(List<String> texts) throws InterruptedException {
        HttpResponse<byte[]> answer = answer(request(texts));
        if (answer.statusCode() != 200) {
            throw refused(answer);
        }
        try {
            return settings.api().vectors(Json.mapper().readTree(answer.body()), texts.size());
        } catch (JacksonException e) {
            throw RemoteException.garbage("expected JSON, and it cannot be read");
        }
    }

    private HttpRequest request(List<String> texts) {
        byte[] body = Json.mapper().writeValueAsBytes(settings.api().body(texts, model));
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("content-type", "application/json")
                .header("accept", "application/json")
                .header("user-agent", "vicinal")
                .POST(BodyPublishers.ofByteArray(body));
        if (settings.apiKey() != null && !settings.apiKey().isBlank()) {
            request.header("authorization", "Bearer " + settings.apiKey());
        }
        return request.build();
    }

    private HttpResponse<byte[]> answer(HttpRequest request) throws InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES));
        try {
            return answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw new RemoteException(Kind.AWAY, "it did not answer within " + settings.timeout());
        } catch (ExecutionException e) {
            String reason = e.getCause() instanceof IOException io ? io.toString() : "the request failed";
            throw new RemoteException(Kind.AWAY, "it cannot be reached, " + reason, Duration.ZERO, e);
        } finally {
            answer.cancel(true); // ends the exchange where it is still under way
        }
    }

    private static RemoteException refused(HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        Kind kind = switch (status) {
            case 429 -> Kind.BUSY;
            case 400, 413, 422, 424 -> Kind.TEXT;
            case 408 -> Kind.AWAY;
            default -> status >= 500 ? Kind.AWAY : Kind.REFUSED;
        };
        return new RemoteException(kind, "it answered with HTTP status " + status, retryAfter(answer), null);
    }

    /** Seconds, or a date. */
    private static Duration retryAfter(HttpResponse<?> answer) {
        String after = answer.headers().firstValue("retry-after").orElse("").strip();
        if (after.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(after));
        }
        try {
            Duration until = Duration.between(
                    ZonedDateTime.now(), ZonedDateTime.parse(after, DateTimeFormatter.RFC_1123_DATE_TIME));
            return until.isNegative() ? Duration.ZERO : until;
        } catch (DateTimeParseException _) {
            return Duration.ZERO;
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
