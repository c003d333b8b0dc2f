package io.vicinal.gateway.search;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.reranking.RerankingApi;
import io.vicinal.contracts.search.SearchResult;
import io.vicinal.gateway.routing.ShardCalls;
import io.vicinal.gateway.search.Fetcher.Fetched;
import io.vicinal.gateway.search.Pool.Chosen;
import io.vicinal.gateway.search.QueryEmbedder.Embedded;
import io.vicinal.gateway.search.StepClock.Step;
import java.util.List;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/** A query's way from the text to the hits. */
final class SearchPipeline {
    private final QueryEmbedder embedder;
    private final Scatter scatter;
    private final RerankingApi reranking;
    private final Fetcher fetcher = new Fetcher();
    private final SearchMetrics metrics;

    SearchPipeline(EmbeddingApi embedding, ShardCalls shards, RerankingApi reranking, SearchMetrics metrics) {
        this.embedder = new QueryEmbedder(embedding);
        this.scatter = new Scatter(shards);
        this.reranking = reranking;
        this.metrics = metrics;
    }

    Mono<SearchResult> search(Collection collection, SearchPlan plan) {
        return metrics.observe(Mono.defer(() -> run(collection, plan)), SearchResult::partial);
    }

    private Mono<SearchResult> run(Collection collection, SearchPlan plan) {
        Budget budget = Budget.of(plan.deadlineMs());
        StepClock clock = new StepClock(metrics);

        // 1. Embed the query; meanwhile learn how frequent its terms are in the whole collection.
        var question = Mono.zip(embedder.embed(plan, collection, budget), scatter.statistics(plan, collection, budget));
        return clock.time(Step.EMBED, question).flatMap(asked -> {
            Embedded embedded = asked.getT1();

            // 2. Retrieve candidates from every shard, with raw scores that compare across shards.
            var retrieved = scatter.candidates(
                    plan, collection, embedded.vector(), asked.getT2().orElse(null), budget);
            return clock.time(Step.RETRIEVE, retrieved).flatMap(outcomes -> {
                Partiality partiality = new Partiality(outcomes);
                partiality.refuseUnless(plan.allowPartial());
                Pool pool = Pool.of(outcomes);

                // 3. Rerank them globally and keep the best.
                return clock.time(Step.RERANK, order(pool, plan, budget))

                        // 4. Fetch the texts of those few, each from the snapshot that found it.
                        .flatMap(chosen -> clock.time(Step.FETCH, fetcher.fetch(chosen, budget)))
                        .map(fetched -> answer(collection, plan, embedded, partiality, fetched, clock));
            });
        });
    }

    private Mono<List<Chosen>> order(Pool pool, SearchPlan plan, Budget budget) {
        if (pool.entries().isEmpty()) {
            return Mono.just(List.of());
        }
        return budget.within(Budget.Step.RERANK, Mono.defer(() -> reranking.order(pool.signals(plan))))
                .map(pool::chosen)
                .onErrorMap(failure -> rerankingProblem(failure, budget));
    }

    private static SearchResult answer(
            Collection collection,
            SearchPlan plan,
            Embedded embedded,
            Partiality partiality,
            Fetched fetched,
            StepClock clock) {
        Partiality all = partiality.and(fetched.lost());
        all.refuseUnless(plan.allowPartial());
        List<String> warnings = embedded.truncated()
                ? List.of("The query is longer than the model reads; its end is left out of the dense vector.")
                : List.of();
        return new SearchResult(
                QueryIds.next(),
                collection.version(),
                fetched.hits(),
                all.isPartial(),
                all.reports(),
                warnings,
                clock.took());
    }

    private static ProblemException rerankingProblem(Throwable failure, Budget budget) {
        if (failure instanceof TimeoutException) {
            return budget.missedBy("reranking service");
        }
        return failure instanceof ProblemException e && !ProblemType.SERVICE_UNAVAILABLE.is(e.problem())
                ? e
                : ProblemType.SERVICE_UNAVAILABLE.exception(
                        null, "The reranking service cannot be reached; try again in a moment.");
    }
}
