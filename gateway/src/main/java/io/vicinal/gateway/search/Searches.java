package io.vicinal.gateway.search;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.relevance.LearnedFusion;
import io.vicinal.contracts.relevance.RelevanceModels;
import io.vicinal.contracts.search.SearchRequest;
import io.vicinal.contracts.search.SearchResult;
import io.vicinal.kafka.table.LogTable;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Searches as users ask for them: checked, with what the collection has learned, and run. */
public final class Searches {
    private final LogTable<RelevanceModels> models;
    private final SearchPipeline pipeline;

    Searches(LogTable<RelevanceModels> models, SearchPipeline pipeline) {
        this.models = models;
        this.pipeline = pipeline;
    }

    /** Fails with {@code ProblemException}, one that breaks a rule included. */
    public Mono<SearchResult> search(Collection collection, SearchRequest request) {
        return Mono.fromCallable(() -> RequestRules.plan(request, collection, learned(collection)))
                .flatMap(plan -> pipeline.search(collection, plan));
    }

    private Optional<LearnedFusion> learned(Collection collection) {
        return Optional.ofNullable(models.rows().get(collection.name()))
                .filter(all -> all.isOf(collection))
                .flatMap(RelevanceModels::fusion);
    }
}
