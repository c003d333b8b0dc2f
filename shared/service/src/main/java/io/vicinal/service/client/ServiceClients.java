package io.vicinal.service.client;

import io.netty.channel.ChannelOption;
import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.json.Json;
import io.vicinal.service.deadline.DeadlineFilter;
import io.vicinal.service.security.ServiceTokenFilter;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.http.codec.json.JacksonJsonEncoder;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import tools.jackson.core.JacksonException;

/**
 * HTTP clients of the contracts' interfaces. A problem that the service answers is thrown here as the same
 * {@link ProblemException}, so that calling code cannot tell a process from a method call.
 */
public final class ServiceClients {
    /** Bytes of one answer: a thousand hits with their passages stay well below. */
    private static final int MAX_ANSWER_BYTES = 64 << 20;

    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final @Nullable String token;
    private final ReactorClientHttpConnector connector;

    public ServiceClients(@Nullable String token) {
        this.token = token;
        this.connector = new ReactorClientHttpConnector(
                HttpClient.create().option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT.toMillis()));
    }

    /** @param base scheme, host and port of the service */
    public <T> T create(Class<T> api, URI base) {
        WebClient.Builder builder = WebClient.builder()
                .baseUrl(base.toString())
                .clientConnector(connector)
                .codecs(codecs -> {
                    codecs.defaultCodecs().jacksonJsonDecoder(new JacksonJsonDecoder(Json.mapper()));
                    codecs.defaultCodecs().jacksonJsonEncoder(new JacksonJsonEncoder(Json.mapper()));
                    codecs.defaultCodecs().maxInMemorySize(MAX_ANSWER_BYTES);
                })
                .filter(new DeadlineFilter())
                .defaultStatusHandler(status -> status.isError(), answer -> problem(answer, base));
        if (token != null) {
            builder.defaultHeader(ServiceTokenFilter.HEADER, token);
        }
        return HttpServiceProxyFactory.builderFor(WebClientAdapter.create(builder.build()))
                .build()
                .createClient(api);
    }

    private static Mono<Throwable> problem(ClientResponse answer, URI base) {
        return answer.bodyToMono(byte[].class).defaultIfEmpty(new byte[0]).map(body -> {
            try {
                return Json.mapper().readValue(body, Problem.class).exception();
            } catch (JacksonException e) {
                return ProblemType.SERVICE_UNAVAILABLE.exception(
                        null,
                        base.getAuthority() + " answered " + answer.statusCode().value() + ".");
            }
        });
    }
}
