package io.vicinal.embedding.text;

import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.onnx.schedule.QueueFullException;
import io.vicinal.service.error.Problems;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.server.ServerWebExchange;

/**
 * A failed request, for an answer in the shape of the API that was called.
 *
 * @param problem what is at fault
 * @param retryAfter when another try may be worth it; zero where it is not the time
 */
public record RequestFailure(Problem problem, Duration retryAfter) {

    public static RequestFailure of(Throwable failure, ServerWebExchange exchange) {
        Problem problem = Problems.seen(EncoderProblems.of(failure), exchange);
        Duration retryAfter = failure instanceof QueueFullException full ? full.retryAfter() : Duration.ZERO;
        boolean later = ProblemType.TOO_MANY_REQUESTS.is(problem) || ProblemType.SERVICE_UNAVAILABLE.is(problem);
        return new RequestFailure(problem, later && retryAfter.isZero() ? Duration.ofSeconds(1) : retryAfter);
    }

    /** With {@code Retry-After}, in whole seconds, where it is a question of time. */
    public ResponseEntity.BodyBuilder answer(int status) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status);
        if (!retryAfter.isZero()) {
            long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
            answer.header(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        }
        return answer;
    }
}
