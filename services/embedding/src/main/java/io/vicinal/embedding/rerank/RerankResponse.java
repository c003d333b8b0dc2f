package io.vicinal.embedding.rerank;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What Cohere (v2) and Jina answer; {@code usage} is Jina's, {@code meta} Cohere's.
 *
 * @param model that ranked them, by its own name
 * @param results best first
 */
record RerankResponse(String id, String model, List<Result> results, Usage usage, Meta meta) {

    /**
     * @param index in the request
     * @param relevanceScore from 0 to 1
     * @param document null where it was not asked for
     */
    @JsonInclude(Include.NON_NULL)
    record Result(
            int index, double relevanceScore, @Nullable Document document) {}

    record Document(String text) {}

    record Usage(long promptTokens, long totalTokens) {}

    /** @param warnings in sentences; null where there are none */
    @JsonInclude(Include.NON_NULL)
    record Meta(Tokens tokens, @Nullable List<String> warnings) {}

    record Tokens(long inputTokens) {}

    static RerankResponse of(Ranking ranking, RankQuestion question, int most, boolean documents) {
        List<Result> results = ranking.ranked().stream()
                .limit(most)
                .map(ranked -> new Result(
                        ranked.index(),
                        ranked.score(),
                        documents ? new Document(question.texts().get(ranked.index())) : null))
                .toList();
        return new RerankResponse(
                UUID.randomUUID().toString(),
                ranking.model(),
                results,
                new Usage(ranking.tokens(), ranking.tokens()),
                new Meta(new Tokens(ranking.tokens()), ranking.warnings().isEmpty() ? null : ranking.warnings()));
    }
}
