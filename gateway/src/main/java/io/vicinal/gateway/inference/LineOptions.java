package io.vicinal.gateway.inference;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.inference.ClassifyRequest;
import io.vicinal.contracts.inference.ClassifyRequest.Method;
import io.vicinal.gateway.http.QueryParameters;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** How texts that come a line each are to be labelled: what else stands in the body stands in the address. */
record LineOptions(
        @Nullable String labelField,
        @Nullable Integer k,
        @Nullable Double temperature,
        @Nullable Double maxRisk,
        @Nullable Method method,
        @Nullable Boolean explain) {

    static LineOptions of(ServerHttpRequest request) {
        QueryParameters given =
                QueryParameters.of(request, "label_field", "k", "temperature", "max_risk", "method", "explain");
        return new LineOptions(
                given.text("label_field"),
                given.text("k") == null ? null : given.number("k", 1, ClassifyRequest.MAX_K, 1),
                number("temperature", given),
                number("max_risk", given),
                method(given.text("method")),
                truth(given.text("explain")));
    }

    ClassifyRequest of(List<String> texts) {
        return new ClassifyRequest(texts, labelField, k, temperature, null, null, method, maxRisk, null, explain);
    }

    private static @Nullable Double number(String name, QueryParameters given) {
        String text = given.text(name);
        if (text == null) {
            return null;
        }
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException _) {
            throw ProblemType.INVALID_VALUE.exception(name, name + " must be a number, not \"" + text + "\".");
        }
    }

    private static @Nullable Method method(@Nullable String text) {
        return switch (text) {
            case null -> null;
            case "auto" -> Method.AUTO;
            case "votes" -> Method.VOTES;
            default ->
                throw ProblemType.INVALID_VALUE.exception(
                        "method", "method must be auto or votes, not \"" + text + "\".");
        };
    }

    private static @Nullable Boolean truth(@Nullable String text) {
        return switch (text) {
            case null -> null;
            case "true" -> true;
            case "false" -> false;
            default ->
                throw ProblemType.INVALID_VALUE.exception(
                        "explain", "explain must be true or false, not \"" + text + "\".");
        };
    }
}
