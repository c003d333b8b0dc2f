package io.vicinal.service.error;

import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.json.Json;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Turns whatever a handler fails with into {@code application/problem+json}. */
public final class ProblemErrorHandler implements ErrorWebExceptionHandler, Ordered {
    /** Seconds after which a refused request may be worth another try. */
    private static final String RETRY_AFTER_S = "1";

    /** Before Spring Boot's own handler. */
    @Override
    public int getOrder() {
        return -10;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(failure);
        }
        Problem problem = Problems.seen(failure, exchange);
        response.setStatusCode(HttpStatusCode.valueOf(problem.status()));
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (problem.status() == 429 || problem.status() == 503) {
            headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_S);
        }
        if (failure instanceof MethodNotAllowedException notAllowed) {
            headers.setAllow(notAllowed.getSupportedMethods());
        }
        byte[] body = Json.mapper().writeValueAsBytes(problem);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }
}
