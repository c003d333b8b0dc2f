package io.vicinal.gateway.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.document.SubmitResult;
import io.vicinal.contracts.error.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * The problem of a body that could not be read to its end.
 *
 * @param accepted documents before the fault; they are in the log and stay there
 * @param rejectedCount documents before the fault that were refused
 */
@JsonInclude(Include.NON_NULL)
record AbortedProblem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String field,
        long accepted,
        long rejectedCount) {
    private static final String RETRY_AFTER_S = "1";

    static ResponseEntity<Object> answer(Problem problem, SubmitResult result) {
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(problem.status()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (problem.status() == 503) {
            answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_S);
        }
        return answer.body(new AbortedProblem(
                problem.type(),
                problem.title(),
                problem.status(),
                problem.detail(),
                problem.field(),
                result.accepted(),
                result.rejectedCount()));
    }
}
