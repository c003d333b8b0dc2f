package io.vicinal.gateway.document;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.gateway.http.QueryParameters;
import java.time.Duration;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * What a write waits for: {@code ?wait=searchable&wait_timeout_ms=3600000}, or only for the log.
 *
 * @param timeout how long to wait for the searchers
 */
record WaitOption(boolean searchable, Duration timeout) {
    static final int DEFAULT_TIMEOUT_MS = 3_600_000;
    static final int MAX_TIMEOUT_MS = 3_600_000;

    static WaitOption of(ServerHttpRequest request) {
        QueryParameters parameters = QueryParameters.of(request, "wait", "wait_timeout_ms");
        String wait = parameters.text("wait");
        if (wait != null && !wait.equals("searchable")) {
            throw ProblemType.INVALID_VALUE.exception(
                    "wait", "wait must be searchable or left out, not \"" + wait + "\".");
        }
        int timeoutMs = parameters.number("wait_timeout_ms", 1, MAX_TIMEOUT_MS, DEFAULT_TIMEOUT_MS);
        return new WaitOption(wait != null, Duration.ofMillis(timeoutMs));
    }
}
