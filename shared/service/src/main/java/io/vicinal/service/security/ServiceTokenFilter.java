package io.vicinal.service.security;

import io.vicinal.contracts.error.ProblemType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Lets a request to {@code /internal/**} through only with the service token. */
public final class ServiceTokenFilter implements WebFilter, Ordered {
    /** The header that carries the token. */
    public static final String HEADER = "x-vicinal-service-token";

    private final byte @Nullable [] token;

    public ServiceTokenFilter(@Nullable String token) {
        this.token = token == null || token.isBlank() ? null : token.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getPath().pathWithinApplication().value();
        if (path.equals("/internal") || path.startsWith("/internal/")) {
            String given = exchange.getRequest().getHeaders().getFirst(HEADER);
            if (token == null
                    || given == null
                    || !MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8))) {
                return Mono.error(ProblemType.UNAUTHENTICATED.exception(
                        HEADER,
                        "Internal endpoints need the service token; set vicinal.service.token alike everywhere."));
            }
        }
        return chain.filter(exchange);
    }
}
