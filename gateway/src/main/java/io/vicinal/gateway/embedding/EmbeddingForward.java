package io.vicinal.gateway.embedding;

import io.netty.channel.ChannelOption;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * Passes requests in OpenAI's and TEI's shapes on to the embedding service, and its answers back, as bytes while they
 * come: neither is parsed here or held whole. A client that goes ends the request behind it too.
 */
public final class EmbeddingForward {
    private static final int CONNECT_MS = 2000;
    private static final Set<String> POSTED =
            Set.of("/v1/embeddings", "/embed", "/embed_all", "/embed_sparse", "/similarity", "/tokenize", "/decode");
    private static final Set<String> GOTTEN = Set.of("/v1/models", "/v1/models/{id}", "/info", "/health");
    private static final List<String> REQUEST_HEADERS =
            List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.CONTENT_LENGTH, HttpHeaders.ACCEPT);
    private static final List<String> ANSWER_HEADERS =
            List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.CONTENT_LENGTH, HttpHeaders.RETRY_AFTER, HttpHeaders.ALLOW);

    private final WebClient client;

    /** @param service scheme, host and port of the embedding service */
    public EmbeddingForward(URI service) {
        client = WebClient.builder()
                .baseUrl(service.toString())
                .clientConnector(new ReactorClientHttpConnector(
                        HttpClient.create().option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS)))
                .build();
    }

    public RouterFunction<ServerResponse> routes() {
        RouterFunctions.Builder routes = RouterFunctions.route();
        POSTED.forEach(path -> routes.route(RequestPredicates.POST(path), this::forward));
        GOTTEN.forEach(path -> routes.route(RequestPredicates.GET(path), this::forward));
        return routes.build();
    }

    private Mono<ServerResponse> forward(ServerRequest request) {
        return client.method(request.method())
                .uri(base -> base.path(request.path()).build())
                .headers(headers -> copy(request.headers().asHttpHeaders(), headers, REQUEST_HEADERS))
                .body(BodyInserters.fromDataBuffers(request.bodyToFlux(DataBuffer.class)))
                .retrieve()
                .onStatus(_ -> true, _ -> Mono.empty())
                .toEntityFlux(DataBuffer.class)
                .flatMap(answer -> ServerResponse.status(answer.getStatusCode())
                        .headers(headers -> copy(answer.getHeaders(), headers, ANSWER_HEADERS))
                        .body(BodyInserters.fromDataBuffers(body(answer.getBody()))));
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
