package io.vicinal.gateway.search;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.embedding.EmbeddingApi.SparseText;
import io.vicinal.contracts.embedding.QueryWeights;
import io.vicinal.contracts.embedding.SparseEmbedding;
import io.vicinal.contracts.embedding.SparseWeights;
import io.vicinal.contracts.search.SearchMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The query as the collection's sparse model weighs it. Beside other signals that is worth having but not worth failing for:
 * without it the search goes on and says so.
 */
final class QueryWeigher {
    private final EmbeddingApi embedding;

    /**
     * @param query null where it is missing
     * @param warnings what is missing, in a sentence each
     */
    record Weighed(@Nullable QueryWeights query, List<String> warnings) {}

    QueryWeigher(EmbeddingApi embedding) {
        this.embedding = embedding;
    }

    Mono<Weighed> weigh(SearchPlan plan, Collection collection, Budget budget) {
        String model = Objects.requireNonNull(collection.sparseModel());
        SparseText text = new SparseText(model, Objects.requireNonNull(plan.query()));
        return budget.within(Budget.Step.EMBED, Mono.defer(() -> embedding.embedSparse(text)))
                .map(QueryWeigher::weighed)
                .onErrorMap(failure -> QueryEmbedder.problem(failure, model, collection, budget))
                .onErrorResume(
                        _ -> plan.mode() != SearchMode.SPARSE,
                        failure -> Mono.just(
                                new Weighed(null, List.of("Sparse search was left out. " + failure.getMessage()))));
    }

    private static Weighed weighed(SparseEmbedding embedding) {
        List<String> warnings = new ArrayList<>();
        if (embedding.truncated()) {
            warnings.add("The query is longer than the sparse model reads; its end is left out of sparse search.");
        }
        if (embedding.left() > 0) {
            warnings.add("The sparse model weighs " + (SparseWeights.MOST + embedding.left())
                    + " words for the query; the " + SparseWeights.MOST + " heaviest are searched for.");
        }
        return new Weighed(embedding.query(), warnings);
    }
}
