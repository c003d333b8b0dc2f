package io.vicinal.gateway.search;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.contracts.search.RetrievalApi.ShardCandidates;
import io.vicinal.contracts.search.RetrievalApi.SortPlace;
import io.vicinal.contracts.search.RetrievalApi.SortedDocument;
import io.vicinal.contracts.search.RetrievalApi.SortedDocuments;
import io.vicinal.contracts.search.RetrievalApi.SortedQuery;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.gateway.search.Pool.Chosen;
import io.vicinal.gateway.search.Pool.Entry;
import io.vicinal.routing.Located;
import io.vicinal.routing.ShardCalls;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Documents in an order of their fields: the first of every shard, merged. */
final class SortedListing {
    private static final byte[] NO_SKETCH = new byte[0];

    private final ShardCalls shards;

    /** @param documents of this shard, in order */
    private record Part(ShardOutcome outcome, List<SortedDocument> documents) {}

    private record Listed(Entry entry, SortPlace place) {}

    record Listing(List<ShardOutcome> outcomes, Page page) {}

    SortedListing(ShardCalls shards) {
        this.shards = shards;
    }

    Mono<Listing> list(SearchPlan plan, Collection collection, Budget budget) {
        return Flux.fromIterable(Scatter.shardsOf(collection))
                .flatMapSequential(shard -> part(shard, plan, budget), Scatter.AT_ONCE)
                .collectList()
                .map(parts -> merged(parts, plan, new PlaceOrder(plan.browsing().sort(), collection.fields())));
    }

    private Mono<Part> part(ShardId shard, SearchPlan plan, Budget budget) {
        Cursor cursor = plan.browsing().cursor();
        SortedQuery query = new SortedQuery(
                shard,
                plan.query(),
                plan.fuzziness(),
                plan.filter(),
                plan.browsing().sort(),
                cursor == null ? null : cursor.after(),
                plan.topK() + 1);
        return budget.within(Budget.Step.RETRIEVE, shards.fastest("sorted", shard, node -> node.sorted(query)))
                .map(found -> new Part(
                        new ShardOutcome(shard, asCandidates(found), null),
                        found.answer().documents()))
                .onErrorResume(
                        Scatter::isTheShards,
                        failure -> Mono.just(
                                new Part(ShardOutcome.missing(shard, Scatter.reason(failure, budget)), List.of())));
    }

    private static Located<ShardCandidates> asCandidates(Located<SortedDocuments> found) {
        SortedDocuments answer = found.answer();
        List<Candidate> candidates = answer.documents().stream()
                .map(document ->
                        new Candidate(document.doc(), document.place().id(), null, document.lexical(), null, NO_SKETCH))
                .toList();
        return new Located<>(
                found.node(),
                new ShardCandidates(answer.pointInTime(), answer.behind(), candidates, answer.warnings(), null));
    }

    private static Listing merged(List<Part> parts, SearchPlan plan, PlaceOrder order) {
        List<Listed> all = new ArrayList<>();
        List<ShardOutcome> outcomes = new ArrayList<>();
        for (Part part : parts) {
            outcomes.add(part.outcome());
            List<Entry> entries = Pool.of(List.of(part.outcome())).entries();
            for (int i = 0; i < entries.size(); i++) {
                all.add(new Listed(entries.get(i), part.documents().get(i).place()));
            }
        }
        all.sort(Comparator.comparing(Listed::place, order));
        List<Listed> page = all.subList(0, Math.min(plan.topK(), all.size()));
        List<Chosen> hits = page.stream()
                .map(listed -> new Chosen(listed.entry(), score(listed), null, order.shown(listed.place()), null))
                .toList();
        String next = all.size() > page.size()
                ? Cursor.sorted(plan.browsing().request(), page.getLast().place())
                        .text()
                : null;
        return new Listing(outcomes, new Page(hits, next));
    }

    private static double score(Listed listed) {
        @Nullable Float lexical = listed.entry().candidate().lexical();
        return lexical == null ? 0 : lexical;
    }
}
