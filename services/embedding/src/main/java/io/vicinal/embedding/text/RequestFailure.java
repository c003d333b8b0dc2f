package io.vicinal.embedding.text;

import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.json.Json;
import io.vicinal.onnx.schedule.QueueFullException;
import io.vicinal.service.error.Problems;
import java.time.Duration;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * A failed request, for an answer in the shape of the API that was called.
 *
 * @param problem what is at fault
 * @param retryAfter when another try may be worth it; zero where it is not the time
 * @param allowed the methods that the address takes, where the method is at fault
 */
public record RequestFailure(Problem problem, Duration retryAfter, Set<HttpMethod> allowed) {

    public static RequestFailure of(Throwable failure, ServerWebExchange exchange) {
        Problem problem = Problems.seen(EncoderProblems.of(failure), exchange);
        Duration retryAfter = failure instanceof QueueFullException full ? full.retryAfter() : Duration.ZERO;
        boolean later = ProblemType.TOO_MANY_REQUESTS.is(problem) || ProblemType.SERVICE_UNAVAILABLE.is(problem);
        Set<HttpMethod> allowed =
                failure instanceof MethodNotAllowedException method ? method.getSupportedMethods() : Set.of();
        return new RequestFailure(problem, later && retryAfter.isZero() ? Duration.ofSeconds(1) : retryAfter, allowed);
    }

    /** With {@code Retry-After}, in whole seconds, where it is a question of time. */
    public ResponseEntity.BodyBuilder answer(int status) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status);
        if (!retryAfter.isZero()) {
            long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
            answer.header(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        }
        return allowed.isEmpty() ? answer : answer.allow(allowed.toArray(HttpMethod[]::new));
    }

    /** Sends an answer where no controller was reached. */
    public static Mono<Void> send(ResponseEntity<?> answer, ServerWebExchange exchange) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(answer.getStatusCode());
        response.getHeaders().putAll(answer.getHeaders());
        byte[] body = Json.mapper().writeValueAsBytes(answer.getBody());
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }
}
