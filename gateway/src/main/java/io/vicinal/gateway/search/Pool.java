package io.vicinal.gateway.search;

import io.vicinal.contracts.reranking.RerankingApi.Candidates;
import io.vicinal.contracts.reranking.RerankingApi.Order;
import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import java.util.ArrayList;
import java.util.List;

/** The candidates of all shards side by side; a candidate's position here is how reranking names it. */
record Pool(List<ShardOutcome> outcomes, List<Entry> entries) {

    record Entry(ShardOutcome from, Candidate candidate) {}

    /** A candidate that is to be a hit. */
    record Chosen(Entry entry, double score) {}

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
        return new Candidates(plan.mode(), plan.fusion(), plan.groupBy(), plan.topK(), signals);
    }

    List<Chosen> chosen(Order order) {
        return order.ranked().stream()
                .map(ranked -> new Chosen(entries.get(ranked.candidate()), ranked.score()))
                .toList();
    }
}
