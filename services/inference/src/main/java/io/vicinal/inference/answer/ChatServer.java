package io.vicinal.inference.answer;

import io.netty.channel.ChannelOption;
import io.vicinal.contracts.inference.Answer.Degradation;
import io.vicinal.contracts.json.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;
import reactor.netty.resources.ConnectionProvider;

/** One streamed request to a server of OpenAI's chat completions. Cancelling it closes the connection. */
final class ChatServer {
    /** Of one event. */
    private static final int MOST_EVENT_BYTES = 256 << 10;

    private static final int MOST_WAITING = 1000;

    private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENT =
            new ParameterizedTypeReference<>() {};

    private final AnswerProperties properties;
    private final WebClient client;

    ChatServer(AnswerProperties properties) {
        this.properties = properties;
        ConnectionProvider connections = ConnectionProvider.builder("vicinal-answer")
                .maxConnections(properties.requests())
                .pendingAcquireMaxCount(MOST_WAITING)
                .pendingAcquireTimeout(properties.connectTimeout())
                .build();
        // Its own retry is off: it would send a request again that the server may have begun to answer.
        HttpClient http = HttpClient.create(connections)
                .disableRetry(true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        properties.connectTimeout().toMillis());
        WebClient.Builder builder = WebClient.builder()
                .baseUrl(Objects.requireNonNull(properties.baseUrl()).toString())
                .clientConnector(new ReactorClientHttpConnector(http))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(MOST_EVENT_BYTES));
        String key = properties.apiKey();
        if (key != null && !key.isBlank()) {
            builder.defaultHeaders(headers -> headers.setBearerAuth(key));
        }
        this.client = builder.build();
    }

    /** The data of its events; fails with {@link UpstreamException}. */
    Flux<String> events(Prompt prompt) {
        return client.post()
                .uri("/chat/completions")
                .contentType(MediaType.APPLICATION_JSON)
                .accept(MediaType.TEXT_EVENT_STREAM)
                .bodyValue(Json.mapper().writeValueAsBytes(body(prompt)))
                .exchangeToFlux(ChatServer::read)
                .onErrorMap(failure -> !(failure instanceof UpstreamException), ChatServer::of);
    }

    private Map<String, Object> body(Prompt prompt) {
        return Map.of(
                "model", properties.model(),
                "messages", prompt.messages(),
                "stream", true,
                "max_tokens", properties.maxTokens(),
                "temperature", properties.temperature());
    }

    private static Flux<String> read(ClientResponse answer) {
        HttpStatusCode status = answer.statusCode();
        if (!status.is2xxSuccessful()) {
            return answer.releaseBody()
                    .thenMany(
                            Mono.error(refused(status.value(), answer.headers().asHttpHeaders())));
        }
        boolean streams = answer.headers()
                .contentType()
                .filter(MediaType.TEXT_EVENT_STREAM::isCompatibleWith)
                .isPresent();
        return streams
                ? answer.bodyToFlux(EVENT).mapNotNull(ServerSentEvent::data)
                : answer.releaseBody()
                        .thenMany(Mono.error(UpstreamException.maybeBilled(
                                Degradation.UPSTREAM_GARBAGE, "it answered with something else than events")));
    }

    private static UpstreamException refused(int status, HttpHeaders headers) {
        String detail = "it answered " + status;
        if (status == 429) {
            return UpstreamException.unbilled(Degradation.UPSTREAM_BUSY, detail, retryAfter(headers));
        }
        return status >= 500
                ? UpstreamException.unbilled(Degradation.UPSTREAM_UNAVAILABLE, detail, retryAfter(headers))
                : UpstreamException.maybeBilled(Degradation.UPSTREAM_REFUSED, detail);
    }

    /** Seconds are understood; a date is not, and counts as nothing said. */
    private static Duration retryAfter(HttpHeaders headers) {
        String said = headers.getFirst(HttpHeaders.RETRY_AFTER);
        return said != null && said.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(said)) : Duration.ZERO;
    }

    private static UpstreamException of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
                return UpstreamException.unbilled(
                        Degradation.UPSTREAM_UNAVAILABLE, "it cannot be reached", Duration.ZERO);
            }
            if (cause instanceof PoolAcquireTimeoutException) {
                return UpstreamException.unbilled(
                        Degradation.UPSTREAM_BUSY, "all connections to it are in use", Duration.ZERO);
            }
        }
        return failure instanceof WebClientRequestException || failure instanceof IOException
                ? UpstreamException.maybeBilled(Degradation.UPSTREAM_ENDED_EARLY, "the connection broke")
                : UpstreamException.maybeBilled(Degradation.UPSTREAM_GARBAGE, "it sent what cannot be read");
    }
}
