package io.vicinal.gateway.search;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.CrossEncoding;
import io.vicinal.contracts.search.SearchRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a search may ask of a cross-encoder. */
final class CrossEncoderRules {

    /** With every default filled in but the deadline; null where none is wanted. */
    static @Nullable CrossEncoding check(SearchRequest request, @Nullable String query) {
        CrossEncoding asked = request.rerank();
        if (asked == null) {
            return null;
        }
        if (query == null || query.isBlank()) {
            throw ProblemType.MISSING_VALUE.exception(
                    "query", "A cross-encoder (rerank) reads a query with each text; send a query (text).");
        }
        if (request.sort() != null) {
            throw ProblemType.INVALID_VALUE.exception(
                    "rerank", "rerank puts ranked hits in order, and with sort they are not ranked.");
        }
        if (asked.model() == null || asked.model().isBlank()) {
            throw ProblemType.MISSING_VALUE.exception(
                    "rerank.model",
                    "rerank.model must name a cross-encoder that is loaded; GET /v1/models lists them.");
        }
        double weight = Objects.requireNonNullElse(asked.weight(), CrossEncoding.DEFAULT_WEIGHT);
        if (!(weight >= 0 && weight <= 1)) {
            throw ProblemType.INVALID_VALUE.exception(
                    "rerank.weight", "rerank.weight must be from 0 to 1, not " + weight + ".");
        }
        int topN = Objects.requireNonNullElse(asked.topN(), CrossEncoding.DEFAULT_TOP_N);
        within("rerank.top_n", topN, CrossEncoding.MAX_TOP_N);
        if (asked.deadlineMs() != null) {
            within("rerank.deadline_ms", asked.deadlineMs(), SearchRequest.MAX_DEADLINE_MS);
        }
        return new CrossEncoding(asked.model(), topN, weight, asked.deadlineMs());
    }

    private static void within(String field, int value, int most) {
        if (value < 1 || value > most) {
            throw ProblemType.INVALID_VALUE.exception(
                    field, field + " must be from 1 to " + most + ", not " + value + ".");
        }
    }

    private CrossEncoderRules() {}
}
