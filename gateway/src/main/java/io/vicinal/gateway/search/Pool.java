package io.vicinal.gateway.search;

import io.vicinal.contracts.reranking.RerankingApi.Candidates;
import io.vicinal.contracts.reranking.RerankingApi.Order;
import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.Explanation.Fused;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The candidates of all shards side by side; a candidate's position here is how reranking names it. */
record Pool(List<ShardOutcome> outcomes, List<Entry> entries) {

    record Entry(ShardOutcome from, Candidate candidate) {}

    /**
     * A candidate that is to be a hit.
     *
     * @param explanation of its score; null where it was not asked for
     */
    record Chosen(Entry entry, double score, @Nullable Fused explanation) {}

    static Pool of(List<ShardOutcome> outcomes) {
        List<Entry> entries = new ArrayList<>();
        for (ShardOutcome outcome : outcomes) {
            if (outcome.found() != null) {
                outcome.found().answer().candidates().forEach(c -> entries.add(new Entry(outcome, c)));
            }
        }
        return new Pool(outcomes, entries);
    }

    Candidates signals(SearchPlan plan) {
        List<Signals> signals = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            Candidate c = entry.candidate();
            signals.add(new Signals(c.documentId(), c.dense(), c.lexical(), c.lateInteraction()));
        }
        return new Candidates(plan.mode(), plan.fusion(), plan.groupBy(), plan.topK(), signals, plan.explain());
    }

    List<Chosen> chosen(Order order) {
        return order.ranked().stream()
                .map(ranked -> new Chosen(entries.get(ranked.candidate()), ranked.score(), ranked.explanation()))
                .toList();
    }
}
