package io.vicinal.gateway.search;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.embedding.EmbeddingApi.QueryText;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The query's vector: the user's own, the embedding service's, or none in lexical mode. */
final class QueryEmbedder {
    private final EmbeddingApi embedding;

    /**
     * @param vector {@code float[dimensions]}, or null in lexical mode
     * @param truncated whether the model left out the query's end
     */
    record Embedded(float @Nullable [] vector, boolean truncated) {}

    QueryEmbedder(EmbeddingApi embedding) {
        this.embedding = embedding;
    }

    Mono<Embedded> embed(SearchPlan plan, Collection collection, Budget budget) {
        if (!plan.needsEmbedding()) {
            return Mono.just(new Embedded(plan.usesDense() ? plan.vector() : null, false));
        }
        QueryText text = new QueryText(collection.model(), Objects.requireNonNull(plan.query()), false);
        return budget.within(Budget.Step.EMBED, Mono.defer(() -> embedding.embedQuery(text)))
                .map(embedded -> new Embedded(embedded.dense(), embedded.truncated()))
                .onErrorMap(failure -> problem(failure, collection, budget));
    }

    private static ProblemException problem(Throwable failure, Collection collection, Budget budget) {
        if (failure instanceof TimeoutException) {
            return budget.missedBy("embedding service");
        }
        if (failure instanceof ProblemException e) {
            if (ProblemType.UNKNOWN_MODEL.is(e.problem())) {
                return ProblemType.SERVICE_UNAVAILABLE.exception(
                        "mode",
                        "The embedding service has not loaded the model " + collection.model() + " of the collection "
                                + collection.name() + "; mode lexical works without it.");
            }
            if (!ProblemType.SERVICE_UNAVAILABLE.is(e.problem())) {
                return e;
            }
        }
        return ProblemType.SERVICE_UNAVAILABLE.exception(
                "mode",
                "The embedding service cannot be reached; try again in a moment. Mode lexical works without it.");
    }
}
