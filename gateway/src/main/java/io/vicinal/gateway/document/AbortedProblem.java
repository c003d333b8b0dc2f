package io.vicinal.gateway.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.document.FilesResult;
import io.vicinal.contracts.document.FilesResult.FileOutcome;
import io.vicinal.contracts.document.SubmitResult;
import io.vicinal.contracts.error.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * The problem of a body that could not be read to its end.
 *
 * @param accepted documents before the fault; they are in the log and stay there
 * @param rejectedCount documents before the fault that were refused
 * @param files of a body of files, those before the fault
 */
@JsonInclude(Include.NON_NULL)
record AbortedProblem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String field,
        long accepted,
        long rejectedCount,
        @Nullable List<FileOutcome> files) {
    private static final String RETRY_AFTER_S = "1";

    static ResponseEntity<Object> answer(Problem problem, SubmitResult result) {
        return answer(problem, result.accepted(), result.rejectedCount(), null);
    }

    static ResponseEntity<Object> answer(Problem problem, FilesResult result) {
        return answer(problem, result.accepted(), result.rejected().size(), result.files());
    }

    private static ResponseEntity<Object> answer(
            Problem problem, long accepted, long rejected, @Nullable List<FileOutcome> files) {
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
                accepted,
                rejected,
                files));
    }
}
