package io.vicinal.gateway.search;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.embedding.EmbeddingApi.QueryText;
import io.vicinal.contracts.embedding.QueryEmbedding;
import io.vicinal.contracts.embedding.QueryTokens;
import io.vicinal.contracts.embedding.QueryWeights;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.gateway.search.QueryWeigher.Weighed;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The query's vector and, where they are asked for, its sparse weights. The vector is the user's own, the embedding service's, that of examples, or none in lexical mode; and the vectors of its tokens, where
 * they are compared. Those are worth having but not worth failing for: without them the search goes on and says so.
 */
final class QueryEmbedder {
    private static final String LEFT_OUT = "Late interaction was left out. ";

    private final EmbeddingApi embedding;
    private final LikeVector like;
    private final QueryWeigher weigher;

    /**
     * @param vector {@code float[dimensions]}, or null in lexical mode
     * @param tokens null where there is no late interaction
     * @param warnings what is missing, in a sentence each
     * @param sparse null where the query is not weighed
     */
    record Embedded(
            float @Nullable [] vector,
            @Nullable QueryTokens tokens,
            List<String> warnings,
            @Nullable QueryWeights sparse) {

        /** Without sparse weights. */
        Embedded(float @Nullable [] vector, @Nullable QueryTokens tokens, List<String> warnings) {
            this(vector, tokens, warnings, null);
        }

        Embedded with(Weighed weighed) {
            List<String> all = Stream.concat(warnings.stream(), weighed.warnings().stream())
                    .toList();
            return new Embedded(vector, tokens, all, weighed.query());
        }
    }

    QueryEmbedder(EmbeddingApi embedding, LikeVector like) {
        this.embedding = embedding;
        this.like = like;
        this.weigher = new QueryWeigher(embedding);
    }

    /** Both kinds at once, where both are asked for. */
    Mono<Embedded> embed(SearchPlan plan, Collection collection, Budget budget) {
        Mono<Embedded> dense = dense(plan, collection, budget);
        return plan.sparse() ? Mono.zip(dense, weigher.weigh(plan, collection, budget), Embedded::with) : dense;
    }

    private Mono<Embedded> dense(SearchPlan plan, Collection collection, Budget budget) {
        if (plan.like() != null) {
            return like.of(plan.like(), collection, budget).map(vector -> new Embedded(vector, null, List.of()));
        }
        if (!plan.needsEmbedding() && !plan.lateInteraction()) {
            return Mono.just(new Embedded(own(plan), null, List.of()));
        }
        QueryText text =
                new QueryText(collection.model(), Objects.requireNonNull(plan.query()), plan.lateInteraction());
        return budget.within(Budget.Step.EMBED, Mono.defer(() -> embedding.embedQuery(text)))
                .map(embedded -> embedded(plan, collection, embedded))
                .onErrorMap(failure -> problem(failure, collection.model(), collection, budget))
                .onErrorResume(
                        failure -> !plan.needsEmbedding(),
                        failure -> Mono.just(new Embedded(own(plan), null, List.of(LEFT_OUT + failure.getMessage()))));
    }

    private static float @Nullable [] own(SearchPlan plan) {
        return plan.usesDense() ? plan.vector() : null;
    }

    private static Embedded embedded(SearchPlan plan, Collection collection, QueryEmbedding embedding) {
        List<String> warnings = new ArrayList<>();
        QueryTokens tokens = embedding.tokenVectors();
        if (tokens != null && tokens.count() == 0) {
            tokens = null;
        }
        if (embedding.truncated()) {
            warnings.add("The query is longer than the model reads; its end is left out of "
                    + (!plan.needsEmbedding()
                            ? "late interaction."
                            : tokens == null ? "the dense vector." : "the dense vector and late interaction."));
        }
        if (plan.lateInteraction() && tokens == null) {
            warnings.add(LEFT_OUT + "The model " + collection.model() + " gave no token vectors of the query.");
        }
        return new Embedded(plan.needsEmbedding() ? embedding.dense() : own(plan), tokens, warnings);
    }

    /** @param model that was asked */
    static ProblemException problem(Throwable failure, String model, Collection collection, Budget budget) {
        if (failure instanceof TimeoutException) {
            return budget.missedBy("embedding service");
        }
        if (failure instanceof ProblemException e) {
            if (ProblemType.UNKNOWN_MODEL.is(e.problem())) {
                return ProblemType.SERVICE_UNAVAILABLE.exception(
                        "mode",
                        "The embedding service has not loaded the model " + model + " of the collection "
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
