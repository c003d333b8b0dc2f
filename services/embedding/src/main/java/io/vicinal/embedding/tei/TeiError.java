package io.vicinal.embedding.tei;

import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.embedding.text.RequestFailure;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.server.ServerWebExchange;

/**
 * TEI's {@code ErrorResponse}.
 *
 * @param errorType one of TEI's {@code ErrorType}
 */
record TeiError(String error, String errorType) {

    /** TEI's status, and its word for it. */
    private record Kind(int status, String name) {}

    private static final Map<ProblemType, Kind> KINDS = Map.ofEntries(
            Map.entry(ProblemType.MALFORMED_JSON, new Kind(400, "Validation")),
            Map.entry(ProblemType.MISSING_VALUE, new Kind(400, "Empty")),
            Map.entry(ProblemType.TOO_LARGE, new Kind(413, "Validation")),
            Map.entry(ProblemType.UNSUPPORTED_MEDIA_TYPE, new Kind(415, "Validation")),
            Map.entry(ProblemType.METHOD_NOT_ALLOWED, new Kind(405, "Validation")),
            Map.entry(ProblemType.TOO_MANY_REQUESTS, new Kind(429, "Overloaded")),
            Map.entry(ProblemType.MODEL_FAILED, new Kind(424, "Backend")),
            Map.entry(ProblemType.WRONG_MODEL_KIND, new Kind(424, "Backend")),
            Map.entry(ProblemType.SERVICE_UNAVAILABLE, new Kind(503, "Unhealthy")),
            Map.entry(ProblemType.INTERNAL, new Kind(500, "Backend")),
            Map.entry(ProblemType.DEADLINE_EXCEEDED, new Kind(504, "Overloaded")));

    private static final Kind VALUE = new Kind(422, "Validation");

    static ResponseEntity<TeiError> answer(Throwable failure, ServerWebExchange exchange) {
        RequestFailure said = RequestFailure.of(failure, exchange);
        Kind kind = kind(said.problem());
        return said.answer(kind.status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(new TeiError(said.problem().detail(), kind.name));
    }

    private static Kind kind(Problem problem) {
        return KINDS.entrySet().stream()
                .filter(entry -> entry.getKey().is(problem))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(VALUE);
    }
}
