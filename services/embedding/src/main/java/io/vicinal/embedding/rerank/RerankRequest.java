package io.vicinal.embedding.rerank;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.embedding.text.Options.Truncation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cohere's {@code RerankRequest} (v2) and Jina's.
 *
 * @param model a cross-encoder or a dense model that is loaded; without one, or as "default", the service's own
 * @param topN so many results, at least 1; without it, all
 * @param returnDocuments default false; true puts each text into its result
 * @param maxTokensPerDoc at least 1: what is longer is cut at its end; without it, as many as the model reads
 * @param truncation Jina's: false makes a text that is longer than the model reads an error; default true
 * @param priority Cohere's, taken and not used
 */
record RerankRequest(
        @Nullable String model,
        @Nullable String query,
        @Nullable Texts documents,
        @Nullable Integer topN,
        @Nullable Boolean returnDocuments,
        @Nullable Integer maxTokensPerDoc,
        @Nullable Boolean truncation,
        @Nullable Integer priority) {

    RankQuestion question() {
        return RankQuestion.of(
                query,
                documents,
                "documents",
                Boolean.FALSE.equals(truncation) ? Truncation.REFUSE : Truncation.RIGHT,
                atLeast1("max_tokens_per_doc", maxTokensPerDoc));
    }

    /** The most results. */
    int most() {
        return atLeast1("top_n", topN);
    }

    private static int atLeast1(String field, @Nullable Integer value) {
        if (value != null && value < 1) {
            throw ProblemType.INVALID_VALUE.exception(
                    field, "\"%s\" must be at least 1, not %d.".formatted(field, value));
        }
        return Objects.requireNonNullElse(value, Integer.MAX_VALUE);
    }
}
