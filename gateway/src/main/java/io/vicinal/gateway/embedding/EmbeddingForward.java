package io.vicinal.gateway.embedding;

import io.netty.channel.ChannelOption;
import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.json.Json;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * Passes requests in OpenAI's, Cohere's and TEI's shapes on to the embedding service, and its answers back, as bytes while they
 * come: neither is parsed here or held whole. A client that goes ends the request behind it too.
 */
public final class EmbeddingForward {
    private static final int CONNECT_MS = 2000;
    /** Whatever the method: the service knows which it takes. The id of a model may hold a slash. */
    private static final List<String> PATHS = List.of(
            "/v1/embeddings",
            "/v1/models",
            "/v1/models/{*id}",
            "/v1/rerank",
            "/embed",
            "/embed_all",
            "/embed_sparse",
            "/rerank",
            "/similarity",
            "/tokenize",
            "/decode",
            "/info",
            "/health");

    private static final List<String> REQUEST_HEADERS =
            List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.CONTENT_LENGTH, HttpHeaders.ACCEPT);
    private static final List<String> ANSWER_HEADERS =
            List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.CONTENT_LENGTH, HttpHeaders.RETRY_AFTER, HttpHeaders.ALLOW);

    private final WebClient client;
    private final String service;

    /** @param service scheme, host and port of the embedding service */
    public EmbeddingForward(URI service) {
        this.service = service.toString().replaceAll("/+$", "");
        client = WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(
                        HttpClient.create().option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS)))
                .build();
    }

    public RouterFunction<ServerResponse> routes() {
        RouterFunctions.Builder routes = RouterFunctions.route();
        PATHS.forEach(path -> routes.route(RequestPredicates.path(path), this::forward));
        return routes.build();
    }

    private Mono<ServerResponse> forward(ServerRequest request) {
        return client.method(request.method())
                .uri(URI.create(
                        service + request.requestPath().pathWithinApplication().value()))
                .headers(headers -> copy(request.headers().asHttpHeaders(), headers, REQUEST_HEADERS))
                .body(BodyInserters.fromDataBuffers(request.bodyToFlux(DataBuffer.class)))
                .retrieve()
                .onStatus(_ -> true, _ -> Mono.empty())
                .toEntityFlux(DataBuffer.class)
                .flatMap(answer -> ServerResponse.status(answer.getStatusCode())
                        .headers(headers -> copy(answer.getHeaders(), headers, ANSWER_HEADERS))
                        .body(BodyInserters.fromDataBuffers(body(answer.getBody()))))
                .onErrorResume(WebClientRequestException.class, _ -> unreachable(request.path()));
    }

    /** In the shape of the API that was called. */
    private static Mono<ServerResponse> unreachable(String path) {
        String sentence = "The embedding service cannot be reached; try again in a moment.";
        Map<String, Object> body = new LinkedHashMap<>();
        if (path.equals("/v1/rerank")) {
            Problem problem = ProblemType.SERVICE_UNAVAILABLE.of(null, sentence);
            body.put("message", sentence);
            body.put("type", problem.type());
            body.put("title", problem.title());
            body.put("status", problem.status());
            body.put("detail", sentence);
        } else if (path.startsWith("/v1/")) {
            Map<String, @Nullable Object> error = new LinkedHashMap<>();
            error.put("message", sentence);
            error.put("type", "server_error");
            error.put("param", null);
            error.put("code", null);
            body.put("error", error);
        } else {
            body.put("error", sentence);
            body.put("error_type", "Unhealthy");
        }
        return ServerResponse.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "1")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Json.mapper().writeValueAsBytes(body));
    }

    private static Flux<DataBuffer> body(@Nullable Flux<DataBuffer> body) {
        return body == null ? Flux.empty() : body;
    }

    private static void copy(HttpHeaders from, HttpHeaders to, List<String> names) {
        for (String name : names) {
            String value = from.getFirst(name);
            if (value != null) {
                to.set(name, value);
            }
        }
    }
}
