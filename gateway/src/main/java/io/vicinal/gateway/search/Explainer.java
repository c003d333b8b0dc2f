package io.vicinal.gateway.search;

import io.vicinal.contracts.search.Explanation;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.contracts.search.RetrievalApi.ExplainQuery;
import io.vicinal.contracts.search.RetrievalApi.ShardCandidates;
import io.vicinal.gateway.search.Pool.Chosen;
import io.vicinal.routing.Located;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Asks the shards how the chosen candidates came to their signals, from the node and the point in time that found them. */
final class Explainer {
    private static final int AT_ONCE = 64;

    /**
     * What is known of each; where its shard cannot say any more, how its signals were fused is all there is.
     *
     * @param asked the query that each shard was asked
     */
    static Mono<Map<Chosen, Explanation>> explain(
            List<Chosen> chosen, Function<ShardOutcome, CandidateQuery> asked, Attempt attempt) {
        Map<ShardOutcome, List<Chosen>> byShard = new LinkedHashMap<>();
        chosen.forEach(hit -> byShard.computeIfAbsent(hit.entry().from(), any -> new ArrayList<>())
                .add(hit));
        return Flux.fromIterable(byShard.entrySet())
                .flatMap(
                        shard -> explain(shard.getKey(), shard.getValue(), asked.apply(shard.getKey()), attempt),
                        AT_ONCE)
                .collect(HashMap::new, Map::putAll);
    }

    private static Mono<Map<Chosen, Explanation>> explain(
            ShardOutcome from, List<Chosen> chosen, CandidateQuery asked, Attempt attempt) {
        Located<ShardCandidates> found = from.found();
        if (found == null) {
            return Mono.error(new IllegalStateException("a candidate of a shard that did not answer"));
        }
        ExplainQuery query = new ExplainQuery(
                asked,
                found.answer().pointInTime(),
                chosen.stream().map(hit -> hit.entry().candidate().doc()).toList());
        return attempt.ask(from, found, node -> node.explain(query))
                .map(explanations -> {
                    Map<Chosen, Explanation> each = new HashMap<>();
                    for (int i = 0; i < chosen.size(); i++) {
                        each.put(chosen.get(i), whole(chosen.get(i), explanations.get(i)));
                    }
                    return each;
                })
                .onErrorResume(_ -> {
                    Map<Chosen, Explanation> each = new HashMap<>();
                    chosen.forEach(hit -> each.put(hit, whole(hit, null)));
                    return Mono.just(each);
                });
    }

    private static Explanation whole(Chosen hit, @Nullable Explanation signals) {
        return (signals == null ? new Explanation(null, null, null, null, null) : signals)
                .with(hit.explanation(), hit.ordering())
                .with(hit.relevance() == null ? null : hit.relevance().explanation());
    }

    private Explainer() {}
}
