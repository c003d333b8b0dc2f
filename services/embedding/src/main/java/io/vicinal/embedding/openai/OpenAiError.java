package io.vicinal.embedding.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.embedding.text.RequestFailure;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.server.ServerWebExchange;

/** OpenAI's {@code ErrorResponse}; {@code param} and {@code code} are there even where they are null. */
record OpenAiError(Error error) {

    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Error(
            String message,
            String type,
            @Nullable String param,
            @Nullable String code) {}

    static ResponseEntity<OpenAiError> answer(Throwable failure, ServerWebExchange exchange) {
        RequestFailure said = RequestFailure.of(failure, exchange);
        Problem problem = said.problem();
        // A property that is over its limit is a bad request at OpenAI's.
        boolean tooLarge = ProblemType.TOO_LARGE.is(problem) && problem.field() != null;
        return said.answer(tooLarge ? 400 : problem.status())
                .contentType(MediaType.APPLICATION_JSON)
                .body(new OpenAiError(new Error(problem.detail(), type(problem), problem.field(), code(problem))));
    }

    private static String type(Problem problem) {
        if (problem.status() == 429) {
            return "rate_limit_error";
        }
        return problem.status() < 500 ? "invalid_request_error" : "server_error";
    }

    private static @Nullable String code(Problem problem) {
        if (ProblemType.UNKNOWN_MODEL.is(problem)) {
            return "model_not_found";
        }
        if (ProblemType.TOO_LARGE.is(problem)
                && problem.field() != null
                && problem.field().endsWith("]")) {
            return "context_length_exceeded"; // one text of the input
        }
        if (ProblemType.WRONG_MODEL_KIND.is(problem)) {
            return "model_not_supported";
        }
        return ProblemType.TOO_MANY_REQUESTS.is(problem) ? "rate_limit_exceeded" : null;
    }
}
