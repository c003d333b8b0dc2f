package io.vicinal.gateway.http;

import io.vicinal.contracts.error.ProblemType;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** The query string, read strictly: a misspelt parameter is an error, not silence. */
public final class QueryParameters {
    private final ServerHttpRequest request;

    private QueryParameters(ServerHttpRequest request) {
        this.request = request;
    }

    /** @param known every parameter this address takes; another is a {@code ProblemException} 400 */
    public static QueryParameters of(ServerHttpRequest request, String... known) {
        Set<String> names = Set.of(known);
        for (String name : request.getQueryParams().keySet()) {
            if (!names.contains(name)) {
                throw ProblemType.UNKNOWN_PROPERTY.exception(
                        name,
                        "The query parameter " + name + " is not known here; "
                                + (names.isEmpty()
                                        ? "there are none."
                                        : "known are " + String.join(", ", new TreeSet<>(names)) + "."));
            }
        }
        return new QueryParameters(request);
    }

    public @Nullable String text(String name) {
        return request.getQueryParams().getFirst(name);
    }

    /** A whole number from {@code least} to {@code most}, or a 400 that says so. */
    public int number(String name, int least, int most, int otherwise) {
        String given = text(name);
        if (given == null) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(given);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // answered below, as a number out of range is
        }
        throw ProblemType.INVALID_VALUE.exception(
                name, name + " must be a whole number from " + least + " to " + most + ", not \"" + given + "\".");
    }
}
