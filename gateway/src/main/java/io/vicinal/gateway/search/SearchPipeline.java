package io.vicinal.gateway.search;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.reranking.RerankingApi;
import io.vicinal.contracts.search.Explanation;
import io.vicinal.contracts.search.LexicalStatistics;
import io.vicinal.contracts.search.SearchResult;
import io.vicinal.gateway.routing.ShardCalls;
import io.vicinal.gateway.search.BestSentences.Shown;
import io.vicinal.gateway.search.Fetcher.Fetched;
import io.vicinal.gateway.search.Pool.Chosen;
import io.vicinal.gateway.search.QueryEmbedder.Embedded;
import io.vicinal.gateway.search.StepClock.Step;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.function.Tuple2;

/** A query's way from the text to the hits. */
final class SearchPipeline {
    private final QueryEmbedder embedder;
    private final Scatter scatter;
    private final RerankingApi reranking;
    private final Fetcher fetcher = new Fetcher();
    private final BestSentences sentences;
    private final SearchMetrics metrics;

    SearchPipeline(
            EmbeddingApi embedding,
            ShardCalls shards,
            RerankingApi reranking,
            Duration sentenceTimeout,
            SearchMetrics metrics) {
        this.embedder = new QueryEmbedder(embedding, new LikeVector(shards));
        this.scatter = new Scatter(shards);
        this.reranking = reranking;
        this.sentences = new BestSentences(embedding, sentenceTimeout);
        this.metrics = metrics;
    }

    Mono<SearchResult> search(Collection collection, SearchPlan plan) {
        return metrics.observe(Mono.defer(() -> run(collection, plan)), SearchResult::partial);
    }

    private Mono<SearchResult> run(Collection collection, SearchPlan plan) {
        Budget budget = Budget.of(plan.deadlineMs());
        StepClock clock = new StepClock(metrics);

        // 1. Embed the query, and learn how frequent its terms are in the whole collection.
        return clock.time(Step.EMBED, question(collection, plan, budget)).flatMap(asked -> {
            Embedded embedded = asked.getT1();

            Mono<Found> found = found(plan, collection, embedded, asked.getT2().orElse(null), budget, clock);

            // A node that goes between finding and fetching takes its texts along; another replica is asked once more.
            return found.flatMap(
                            first -> first.fetched().lost().isEmpty() || budget.isHalfOver() ? Mono.just(first) : found)

                    // 5. Where highlights are asked for, find the sentence that says it.
                    .flatMap(all -> shown(plan, collection, embedded, all.fetched(), budget, clock)
                            .map(shown -> answer(collection, plan, embedded, all, shown, clock)));
        });
    }

    private record Found(Partiality partiality, Fetched fetched) {}

    private Mono<Found> found(
            SearchPlan plan,
            Collection collection,
            Embedded embedded,
            @Nullable LexicalStatistics statistics,
            Budget budget,
            StepClock clock) {
        // 2. Retrieve candidates from every shard, with raw scores that compare across shards.
        var retrieved = scatter.candidates(plan, collection, embedded, statistics, budget);
        return clock.time(Step.RETRIEVE, retrieved).flatMap(outcomes -> {
            Partiality partiality = new Partiality(outcomes);
            partiality.refuseUnless(plan.allowPartial());

            // 3. Rerank them globally and keep the best.
            return clock.time(Step.RERANK, order(Pool.of(outcomes), plan, budget))

                    // 4. Fetch the texts of those few (and why they are there), each from the snapshot that found it.
                    .flatMap(chosen -> clock.time(
                            Step.FETCH,
                            explained(chosen, plan, embedded, statistics, budget)
                                    .flatMap(explanations -> fetcher.fetch(chosen, explanations, plan, budget))))
                    .map(fetched -> new Found(partiality, fetched));
        });
    }

    /** Both at once, unless the word pieces are to be counted too, which are known when the query is embedded. */
    private Mono<Tuple2<Embedded, Optional<LexicalStatistics>>> question(
            Collection collection, SearchPlan plan, Budget budget) {
        Mono<Embedded> embedded = embedder.embed(plan, collection, budget);
        return plan.lateInteraction()
                ? embedded.zipWhen(query -> scatter.statistics(plan, collection, query.tokens(), budget))
                : Mono.zip(embedded, scatter.statistics(plan, collection, null, budget));
    }

    private Mono<List<Chosen>> order(Pool pool, SearchPlan plan, Budget budget) {
        if (pool.entries().isEmpty()) {
            return Mono.just(List.of());
        }
        return budget.within(Budget.Step.RERANK, Mono.defer(() -> reranking.order(pool.signals(plan))))
                .map(pool::chosen)
                .onErrorMap(failure -> rerankingProblem(failure, budget));
    }

    private static Mono<Map<Chosen, Explanation>> explained(
            List<Chosen> chosen,
            SearchPlan plan,
            Embedded embedded,
            @Nullable LexicalStatistics statistics,
            Budget budget) {
        return plan.explain()
                ? Explainer.explain(chosen, from -> Scatter.query(from.shard(), plan, embedded, statistics), budget)
                : Mono.just(Map.of());
    }

    private Mono<Shown> shown(
            SearchPlan plan,
            Collection collection,
            Embedded embedded,
            Fetched fetched,
            Budget budget,
            StepClock clock) {
        return plan.highlight()
                ? clock.time(
                        Step.HIGHLIGHT, sentences.find(plan, collection, embedded.vector(), fetched.hits(), budget))
                : Mono.just(new Shown(fetched.hits(), null));
    }

    private static SearchResult answer(
            Collection collection, SearchPlan plan, Embedded embedded, Found found, Shown shown, StepClock clock) {
        Partiality partiality = found.partiality();
        Partiality all = partiality.and(found.fetched().lost());
        all.refuseUnless(plan.allowPartial());
        return new SearchResult(
                QueryIds.next(),
                collection.version(),
                shown.hits(),
                all.isPartial(),
                all.reports(),
                warnings(embedded, partiality, shown),
                clock.took());
    }

    private static List<String> warnings(Embedded embedded, Partiality partiality, Shown shown) {
        Set<String> warnings = new LinkedHashSet<>(embedded.warnings());
        partiality.outcomes().forEach(outcome -> warnings.addAll(outcome.warnings()));
        if (shown.warning() != null) {
            warnings.add(shown.warning());
        }
        return List.copyOf(warnings);
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
