package io.vicinal.evaluation.platform;

import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.json.Json;
import io.vicinal.evaluation.console.UserError;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** HTTP calls on the public API; what goes wrong is {@link PlatformUnreachable} or {@link PlatformProblem}. */
final class Calls implements AutoCloseable {
    /** A newer platform may say more than this client knows. */
    static final JsonMapper JSON = Json.mapper()
            .rebuild()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final String url;
    private final @Nullable String key;

    Calls(String url, @Nullable String key) {
        this.url = url.replaceAll("/+$", "");
        this.key = key;
        try {
            URI uri = URI.create(this.url);
            if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                throw new IllegalArgumentException(url);
            }
        } catch (IllegalArgumentException e) {
            throw new UserError("'" + url + "' is not an address such as http://127.0.0.1:8080.");
        }
    }

    String url() {
        return url;
    }

    /** @return the body of a 2xx answer */
    byte[] send(String method, String path, String type, byte @Nullable [] body, Duration limit)
            throws InterruptedException {
        return stream(
                method, path, type, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body), limit);
    }

    /** A body that is not held whole. */
    byte[] stream(String method, String path, String type, BodyPublisher body, Duration limit)
            throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, body)
                .timeout(limit);
        if (body.contentLength() != 0) {
            request.header("content-type", type);
        }
        if (key != null && !key.isBlank()) {
            request.header("authorization", "Bearer " + key);
        }
        HttpResponse<byte[]> answer;
        try {
            answer = http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new PlatformUnreachable(url, e);
        }
        if (answer.statusCode() >= 300) {
            throw new PlatformProblem(method + " " + path, problem(answer), retryAfter(answer));
        }
        return answer.body();
    }

    <T> T read(byte[] body, Class<T> type) {
        try {
            return JSON.readValue(body, type);
        } catch (JacksonException e) {
            throw new UserError("The answer of " + url + " is not what Vicinal's API says: " + e.getOriginalMessage());
        }
    }

    private static Problem problem(HttpResponse<byte[]> answer) {
        try {
            Problem problem = JSON.readValue(answer.body(), Problem.class);
            if (problem != null && problem.detail() != null) {
                return new Problem(
                        problem.type() == null ? "about:blank" : problem.type(),
                        problem.title() == null ? "" : problem.title(),
                        answer.statusCode(),
                        problem.detail(),
                        problem.field());
            }
        } catch (JacksonException e) {
            // Not a problem document, as from a proxy in between: its text says what there is to say.
        }
        String text = new String(answer.body(), StandardCharsets.UTF_8).strip();
        String detail = text.isEmpty() ? "no explanation given" : text.substring(0, Math.min(200, text.length()));
        return new Problem("about:blank", "", answer.statusCode(), detail, null);
    }

    /** RFC 9110: seconds, or a date. */
    private static @Nullable Duration retryAfter(HttpResponse<?> answer) {
        String value = answer.headers().firstValue("retry-after").orElse("").strip();
        if (value.isEmpty()) {
            return null;
        }
        try {
            if (value.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Duration.ofSeconds(Long.parseLong(value));
            }
            Instant at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration left = Duration.between(Instant.now(), at);
            return left.isNegative() ? Duration.ZERO : left;
        } catch (DateTimeParseException | NumberFormatException e) {
            return null;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
