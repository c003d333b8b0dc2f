package io.vicinal.gateway.search;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.relevance.RelevanceApi;
import io.vicinal.contracts.reranking.RerankingApi;
import io.vicinal.contracts.search.Explanation;
import io.vicinal.contracts.search.LexicalStatistics;
import io.vicinal.contracts.search.SearchResult;
import io.vicinal.contracts.search.SearchResult.Hit;
import io.vicinal.gateway.search.BestSentences.Shown;
import io.vicinal.gateway.search.FacetScatter.Counted;
import io.vicinal.gateway.search.Fetcher.Fetched;
import io.vicinal.gateway.search.Pool.Chosen;
import io.vicinal.gateway.search.QueryEmbedder.Embedded;
import io.vicinal.gateway.search.StepClock.Step;
import io.vicinal.routing.ShardCalls;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.function.Tuple2;

/** A query's way from the text to the hits. */
final class SearchPipeline {
    private final ShardCalls shards;
    private final QueryEmbedder embedder;
    private final Scatter scatter;
    private final Reranker reranker;
    private final Judging judging;
    private final SortedListing listing;
    private final FacetScatter facets;
    private final BestSentences sentences;
    private final SearchMetrics metrics;

    SearchPipeline(
            EmbeddingApi embedding,
            ShardCalls shards,
            RerankingApi reranking,
            RelevanceApi relevance,
            Duration sentenceTimeout,
            SearchMetrics metrics) {
        this.shards = shards;
        this.embedder = new QueryEmbedder(embedding, new LikeVector(shards));
        this.scatter = new Scatter(shards);
        this.reranker = new Reranker(embedding, reranking);
        this.judging = new Judging(relevance);
        this.listing = new SortedListing(shards);
        this.facets = new FacetScatter(shards);
        this.sentences = new BestSentences(embedding, sentenceTimeout);
        this.metrics = metrics;
    }

    Mono<SearchResult> search(Collection collection, SearchPlan plan) {
        return metrics.observe(Mono.defer(() -> run(collection, plan)), SearchResult::partial);
    }

    /** Facets are counted while the hits are found. */
    private Mono<SearchResult> run(Collection collection, SearchPlan plan) {
        Budget budget = Budget.of(plan.deadlineMs());
        StepClock clock = new StepClock(metrics);
        if (plan.browsing().facets().isEmpty()) {
            return hits(collection, plan, budget, clock);
        }
        Mono<Counted> counted = facets.count(plan, collection, budget);
        return plan.isFacetsAlone()
                ? counted.map(all -> all.in(withoutHits(collection, all.partiality(), clock)))
                : Mono.zip(hits(collection, plan, budget, clock), counted, (result, all) -> all.in(result));
    }

    private Mono<SearchResult> hits(Collection collection, SearchPlan plan, Budget budget, StepClock clock) {
        return plan.browsing().isSorted()
                ? sorted(collection, plan, budget, clock)
                : ranked(collection, plan, budget, clock);
    }

    private Mono<SearchResult> sorted(Collection collection, SearchPlan plan, Budget budget, StepClock clock) {
        return Attempt.found(shards, budget, attempt -> listed(collection, plan, attempt, clock))
                .map(all -> answer(
                        QueryIds.next(),
                        collection,
                        plan,
                        new Embedded(null, null, List.of()),
                        all,
                        new Shown(all.fetched().hits(), null),
                        clock));
    }

    private Mono<Found> listed(Collection collection, SearchPlan plan, Attempt attempt, StepClock clock) {
        return clock.time(Step.RETRIEVE, listing.list(plan, collection, attempt.budget()))
                .flatMap(listed -> {
                    Partiality partiality = new Partiality(listed.outcomes());
                    partiality.refuseUnless(plan.allowPartial());
                    Page page = listed.page();
                    return clock.time(
                                    Step.FETCH,
                                    Fetcher.fetch(page.hits(), Mono.just(Map.of()), plan, collection, attempt))
                            .map(fetched -> new Found(partiality, fetched, page));
                });
    }

    private Mono<SearchResult> ranked(Collection collection, SearchPlan plan, Budget budget, StepClock clock) {
        String queryId = QueryIds.next();
        // 1. Embed the query, and learn how frequent its terms are in the whole collection.
        return clock.time(Step.EMBED, question(collection, plan, budget)).flatMap(asked -> {
            Embedded embedded = asked.getT1();

            // 2 to 5. A node that goes between finding and fetching takes its texts along; then all is found once more.
            LexicalStatistics statistics = asked.getT2().orElse(null);
            return Attempt.found(
                            shards,
                            budget,
                            attempt -> found(queryId, plan, collection, embedded, statistics, attempt, clock))

                    // 6. Where highlights are asked for, find the sentence that says it.
                    .flatMap(all -> shown(plan, collection, embedded, all.fetched(), budget, clock)
                            .map(shown -> answer(queryId, collection, plan, embedded, all, shown, clock)));
        });
    }

    private Mono<Found> found(
            String queryId,
            SearchPlan plan,
            Collection collection,
            Embedded embedded,
            @Nullable LexicalStatistics statistics,
            Attempt attempt,
            StepClock clock) {
        // 2. Retrieve candidates from every shard, with raw scores that compare across shards.
        var retrieved = scatter.candidates(plan, collection, embedded, statistics, attempt.budget());
        return clock.time(Step.RETRIEVE, retrieved).flatMap(outcomes -> {
            Partiality partiality = new Partiality(outcomes);
            partiality.refuseUnless(plan.allowPartial());

            // 3. Rerank them globally.
            Pool pool = Pool.of(outcomes);
            return clock.time(Step.RERANK, reranker.rerank(pool, plan, attempt))

                    // 4. Judge which are relevant, and keep the best of those.
                    .flatMap(ordered -> clock.time(
                            Step.JUDGE,
                            judging.judge(ordered, pool, plan, collection, embedded, queryId, attempt.budget())))
                    .map(judged -> pool.page(judged, plan))

                    // 5. Fetch the texts of those few (and why they are there), each from the snapshot that found it.
                    .flatMap(page -> {
                        var explanations = explained(page.shown(), plan, embedded, statistics, attempt);
                        return clock.time(
                                        Step.FETCH,
                                        Fetcher.fetch(page.shown(), explanations, plan, collection, attempt))
                                .map(fetched -> new Found(partiality, fetched, page));
                    });
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

    private static Mono<Map<Chosen, Explanation>> explained(
            List<Chosen> chosen,
            SearchPlan plan,
            Embedded embedded,
            @Nullable LexicalStatistics statistics,
            Attempt attempt) {
        return plan.explain()
                ? Explainer.explain(chosen, from -> Scatter.query(from.shard(), plan, embedded, statistics), attempt)
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
            String queryId,
            Collection collection,
            SearchPlan plan,
            Embedded embedded,
            Found found,
            Shown shown,
            StepClock clock) {
        Partiality all = found.all();
        all.refuseUnless(plan.allowPartial());
        Page page = found.page();
        List<Hit> hits = shown.hits().stream().filter(page::isHit).toList();
        return new SearchResult(
                queryId,
                collection.version(),
                hits,
                all.isPartial(),
                all.reports(),
                warnings(embedded, found, shown),
                clock.took(),
                page.next(),
                null,
                page.filtered(),
                page.mostBelow() == 0 || hits.size() == shown.hits().size()
                        ? null
                        : shown.hits().stream().filter(hit -> !page.isHit(hit)).toList(),
                page.emptiness(plan.browsing().offset() == 0));
    }

    private static SearchResult withoutHits(Collection collection, Partiality partiality, StepClock clock) {
        return new SearchResult(
                QueryIds.next(),
                collection.version(),
                List.of(),
                partiality.isPartial(),
                partiality.reports(),
                List.of(),
                clock.took(),
                null,
                null,
                null,
                null,
                null);
    }

    private static List<String> warnings(Embedded embedded, Found found, Shown shown) {
        Set<String> warnings = new LinkedHashSet<>(embedded.warnings());
        found.partiality().outcomes().forEach(outcome -> warnings.addAll(outcome.warnings()));
        warnings.addAll(found.page().judged().warnings());
        if (shown.warning() != null) {
            warnings.add(shown.warning());
        }
        return List.copyOf(warnings);
    }
}
