package io.vicinal.embedding.rerank;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.error.Problem;
import io.vicinal.embedding.text.RequestFailure;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.server.ServerWebExchange;

/** A problem detail that Cohere's clients understand by its {@code message} and Jina's by its {@code detail}. */
@JsonInclude(Include.NON_NULL)
record RerankError(
        String message,
        String type,
        String title,
        int status,
        String detail,
        @Nullable String field) {

    static ResponseEntity<RerankError> answer(Throwable failure, ServerWebExchange exchange) {
        RequestFailure said = RequestFailure.of(failure, exchange);
        Problem problem = said.problem();
        return said.answer(problem.status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(new RerankError(
                        problem.detail(),
                        problem.type(),
                        problem.title(),
                        problem.status(),
                        problem.detail(),
                        problem.field()));
    }
}
