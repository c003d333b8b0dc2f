package io.vicinal.service.error;

import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.json.Json;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Turns whatever a handler fails with into {@code application/problem+json}; what is not foreseen is logged with an id. */
public final class ProblemErrorHandler implements ErrorWebExceptionHandler, Ordered {
    private static final Logger log = LoggerFactory.getLogger(ProblemErrorHandler.class);

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
        Problem problem = Problems.of(failure).orElseGet(() -> unforeseen(exchange, failure));
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

    private static Problem unforeseen(ServerWebExchange exchange, Throwable failure) {
        String id = UUID.randomUUID().toString();
        log.atError()
                .addKeyValue("error_id", id)
                .addKeyValue("method", exchange.getRequest().getMethod())
                .addKeyValue("path", exchange.getRequest().getPath().value())
                .setCause(failure)
                .log("request failed");
        return ProblemType.INTERNAL.of(
                null, "The request failed for a reason that is ours. The log has it under error id " + id + ".");
    }
}
