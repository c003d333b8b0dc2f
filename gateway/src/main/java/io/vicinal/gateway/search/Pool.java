package io.vicinal.gateway.search;

import io.vicinal.contracts.reranking.RerankingApi.Candidates;
import io.vicinal.contracts.reranking.RerankingApi.Order;
import io.vicinal.contracts.reranking.RerankingApi.Ranked;
import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.Explanation.Fused;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.gateway.search.Cursor.Pin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The candidates of all shards side by side; a candidate's position here is how reranking names it. */
record Pool(List<ShardOutcome> outcomes, List<Entry> entries) {

    record Entry(ShardOutcome from, Candidate candidate) {}

    /**
     * A candidate that is to be a hit.
     *
     * @param further others of its group that are shown with it; null where a group shows one
     * @param sort what it is sorted by; null where hits are ranked
     * @param explanation of its score; null where it was not asked for
     * @param crossEncoder what one says of it, where it read this one
     */
    record Chosen(
            Entry entry,
            double score,
            @Nullable List<Chosen> further,
            @Nullable List<@Nullable Object> sort,
            @Nullable Fused explanation,
            @Nullable Double crossEncoder) {

        /** Not read by a cross-encoder. */
        Chosen(
                Entry entry,
                double score,
                @Nullable List<Chosen> further,
                @Nullable List<@Nullable Object> sort,
                @Nullable Fused explanation) {
            this(entry, score, further, sort, explanation, null);
        }
    }

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
        boolean smoothed = plan.fusion() != null && plan.fusion().smoothing() != null;
        List<Signals> signals = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            Candidate c = entry.candidate();
            signals.add(new Signals(
                    c.documentId(),
                    c.dense(),
                    c.lexical(),
                    c.lateInteraction(),
                    c.group(),
                    c.sparse(),
                    smoothed ? c.sketch() : null));
        }
        return new Candidates(
                plan.mode(),
                plan.fusion(),
                plan.groupBy(),
                plan.ranked(),
                signals,
                plan.browsing().groupSize(),
                plan.explain());
    }

    /** Of what was ordered the best that were on no page before. */
    Page page(Order order, SearchPlan plan) {
        Seen seen = plan.browsing().seen();
        List<Chosen> left = order.ranked().stream()
                .map(this::chosen)
                .filter(hit -> !seen.has(key(hit.entry(), plan.groupBy())))
                .toList();
        List<Chosen> hits = left.subList(0, Math.min(plan.topK(), left.size()));
        return new Page(hits, left.size() > hits.size() ? next(hits, plan) : null);
    }

    /** The first so many of an order. */
    List<Chosen> best(Order order, int count) {
        return order.ranked().stream().limit(count).map(this::chosen).toList();
    }

    private Chosen chosen(Ranked ranked) {
        List<Ranked> further = ranked.further();
        return new Chosen(
                entries.get(ranked.candidate()),
                ranked.score(),
                further == null ? null : further.stream().map(this::chosen).toList(),
                null,
                ranked.explanation(),
                ranked.crossEncoder());
    }

    private String next(List<Chosen> hits, SearchPlan plan) {
        List<Pin> pins = new ArrayList<>();
        int version = 0;
        for (ShardOutcome outcome : outcomes) {
            version = outcome.shard().version();
            Pin before = plan.browsing().cursor() == null
                    ? null
                    : plan.browsing().cursor().pin(outcome.shard().partition());
            if (outcome.found() != null) {
                pins.add(new Pin(
                        outcome.shard().partition(),
                        outcome.found().node().address(),
                        outcome.found().answer().pointInTime()));
            } else if (before != null) {
                pins.add(before);
            }
        }
        Seen seen = plan.browsing()
                .seen()
                .and(hits.stream().map(hit -> key(hit.entry(), plan.groupBy())).toList());
        return Cursor.ranked(plan.browsing().request(), version, pins, seen).text();
    }

    /** What a hit stands for, in a state of the shards. */
    private static String key(Entry entry, GroupBy groupBy) {
        Candidate candidate = entry.candidate();
        if (groupBy.equals(GroupBy.PASSAGE)) {
            return entry.from().shard().partition() + "/" + candidate.doc();
        }
        return groupBy.isField() && candidate.group() != null
                ? "value " + candidate.group()
                : "document " + candidate.documentId();
    }
}
