package io.vicinal.gateway.search;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.search.Facet;
import io.vicinal.contracts.search.RetrievalApi.FacetQuery;
import io.vicinal.contracts.search.RetrievalApi.ShardCandidates;
import io.vicinal.contracts.search.RetrievalApi.ShardFacets;
import io.vicinal.contracts.search.SearchResult;
import io.vicinal.contracts.search.SearchResult.ShardReport;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.routing.Located;
import io.vicinal.routing.ShardCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Has every shard count the documents that the filter lets through. */
final class FacetScatter {
    private final ShardCalls shards;

    /** What a shard counted, or null where it did not answer. */
    private record Part(ShardOutcome outcome, @Nullable ShardFacets counted) {}

    /** @param partiality which shards are missing from the counts */
    record Counted(Map<String, Facet> facets, Partiality partiality) {

        /** The result with these, a shard being missing from it that is missing from either. */
        SearchResult in(SearchResult result) {
            List<ShardReport> reports = new ArrayList<>();
            List<ShardReport> counting = partiality.reports();
            for (int i = 0; i < counting.size(); i++) {
                reports.add(counting.get(i).answered() ? result.shards().get(i) : counting.get(i));
            }
            return result.with(facets, reports);
        }
    }

    FacetScatter(ShardCalls shards) {
        this.shards = shards;
    }

    Mono<Counted> count(SearchPlan plan, Collection collection, Budget budget) {
        return Flux.fromIterable(Scatter.shardsOf(collection))
                .flatMapSequential(shard -> part(shard, plan, budget), Scatter.AT_ONCE)
                .collectList()
                .map(parts -> {
                    Partiality partiality =
                            new Partiality(parts.stream().map(Part::outcome).toList());
                    partiality.refuseUnless(plan.allowPartial());
                    List<ShardFacets> counted = parts.stream()
                            .map(Part::counted)
                            .filter(Objects::nonNull)
                            .toList();
                    return new Counted(FacetSum.of(counted, plan.browsing().facets(), collection.fields()), partiality);
                });
    }

    private Mono<Part> part(ShardId shard, SearchPlan plan, Budget budget) {
        FacetQuery query = new FacetQuery(shard, plan.filter(), plan.browsing().facets());
        return budget.within(Budget.Step.RETRIEVE, shards.fastest("facets", shard, node -> node.facets(query)))
                .map(found -> new Part(new ShardOutcome(shard, answered(found), null), found.answer()))
                .onErrorResume(
                        Scatter::isTheShards,
                        failure -> Mono.just(
                                new Part(ShardOutcome.missing(shard, Scatter.reason(failure, budget)), null)));
    }

    private static Located<ShardCandidates> answered(Located<ShardFacets> found) {
        return new Located<>(found.node(), new ShardCandidates(0, found.answer().behind(), List.of()));
    }
}
