package io.vicinal.gateway.search;

import io.vicinal.contracts.relevance.RelevanceApi;
import io.vicinal.contracts.reranking.RerankingApi.Candidates;
import io.vicinal.contracts.reranking.RerankingApi.CrossRead;
import io.vicinal.contracts.reranking.RerankingApi.Order;
import io.vicinal.contracts.reranking.RerankingApi.Ranked;
import io.vicinal.contracts.reranking.RerankingApi.Signals;
import io.vicinal.contracts.search.Explanation;
import io.vicinal.contracts.search.Explanation.Diversified;
import io.vicinal.contracts.search.Explanation.Fused;
import io.vicinal.contracts.search.Explanation.Ordering;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.gateway.search.Cursor.Pin;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
     * @param relevance null where it is not judged
     * @param pinned its place among the pinned, from 1; null where it is not
     * @param duplicates that are folded into it, best first; null where none were looked for
     * @param diversity what it was chosen by; null where hits are not diversified, or that was not asked for
     * @param unboosted its score without what fields add to it; null where none do
     * @param crossEncoder what one says of it, where it read this one
     */
    record Chosen(
            Entry entry,
            double score,
            @Nullable List<Chosen> further,
            @Nullable List<@Nullable Object> sort,
            @Nullable Fused explanation,
            @Nullable Relevance relevance,
            @Nullable Integer pinned,
            @Nullable List<Entry> duplicates,
            @Nullable Diversified diversity,
            @Nullable Double unboosted,
            @Nullable Double crossEncoder) {

        /** The same with how likely it is relevant. */
        Chosen with(Relevance judged) {
            return new Chosen(
                    entry,
                    score,
                    further,
                    sort,
                    explanation,
                    judged,
                    pinned,
                    duplicates,
                    diversity,
                    unboosted,
                    crossEncoder);
        }

        /** By its score alone. */
        Chosen(
                Entry entry,
                double score,
                @Nullable List<Chosen> further,
                @Nullable List<@Nullable Object> sort,
                @Nullable Fused explanation) {
            this(entry, score, further, sort, explanation, null, null, null, null, null, null);
        }

        /** What besides its score decided about its place; null where nothing did. */
        @Nullable
        Ordering ordering() {
            if (pinned == null && duplicates == null && diversity == null) {
                return null;
            }
            return new Ordering(
                    pinned,
                    duplicates == null
                            ? null
                            : duplicates.stream()
                                    .map(entry -> entry.candidate().documentId())
                                    .toList(),
                    diversity);
        }
    }

    /**
     * How likely a candidate is relevant.
     *
     * @param explanation null where it was not asked for
     */
    record Relevance(double probability, Explanation.@Nullable Relevance explanation) {}

    /** What the query found first, then what is there only because it is pinned. */
    static Pool of(List<ShardOutcome> outcomes) {
        List<Entry> entries = new ArrayList<>();
        List<Entry> pinned = new ArrayList<>();
        for (ShardOutcome outcome : outcomes) {
            if (outcome.found() != null) {
                outcome.found()
                        .answer()
                        .candidates()
                        .forEach(c -> (isPinned(c) ? pinned : entries).add(new Entry(outcome, c)));
            }
        }
        entries.addAll(pinned);
        return new Pool(outcomes, entries);
    }

    private static boolean isPinned(Candidate candidate) {
        return Boolean.TRUE.equals(candidate.pinned());
    }

    Candidates signals(SearchPlan plan) {
        Composition composition = plan.composition();
        boolean compared = plan.compared();
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
                    compared ? c.sketch() : null,
                    c.values()));
        }
        return new Candidates(
                plan.mode(),
                plan.fusion(),
                plan.groupBy(),
                Math.max(RelevanceApi.LIST, plan.ranked()),
                signals,
                plan.browsing().groupSize(),
                plan.explain(),
                composition.boosts().isEmpty() ? null : composition.boosts(),
                composition.collapse(),
                plan.isDiversifiedLast() ? null : composition.diversity(),
                composition.pinned().isEmpty() ? null : composition.pinned(),
                (int) entries.stream()
                        .filter(entry -> !isPinned(entry.candidate()))
                        .count());
    }

    /** What a cross-encoder has had its part in, for diversity after it. */
    CrossRead read(Order order, SearchPlan plan) {
        List<Signals> hits = order.ranked().stream()
                .map(hit -> entries.get(hit.candidate()).candidate())
                .map(c -> new Signals(c.documentId(), null, null, null).with(c.sketch()))
                .toList();
        return new CrossRead(
                order, hits, Objects.requireNonNull(plan.composition().diversity()));
    }

    /** What was ordered, best first. */
    List<Chosen> ranked(Order order) {
        return order.ranked().stream().map(this::chosen).toList();
    }

    /** Of the relevant the best that were on no page before. */
    Page page(Judged judged, SearchPlan plan) {
        Seen seen = plan.browsing().seen();
        List<Chosen> left = judged.relevant().stream()
                .filter(hit -> !wasThere(hit, seen, plan.groupBy()))
                .toList();
        List<Chosen> hits = left.subList(0, Math.min(plan.topK(), left.size()));
        return new Page(hits, left.size() > hits.size() ? next(hits, plan) : null, judged, plan.below(hits.size()));
    }

    /** It, or one that is now folded into it: deeper candidates move scores, and with them which of several alike is the best. */
    private static boolean wasThere(Chosen hit, Seen seen, GroupBy groupBy) {
        return seen.has(key(hit.entry(), groupBy))
                || (hit.duplicates() != null
                        && hit.duplicates().stream().anyMatch(folded -> seen.has(key(folded, groupBy))));
    }

    /** The first so many of an order. */
    List<Chosen> best(Order order, int count) {
        return order.ranked().stream().limit(count).map(this::chosen).toList();
    }

    private Chosen chosen(Ranked ranked) {
        List<Ranked> further = ranked.further();
        List<Integer> duplicates = ranked.duplicates();
        return new Chosen(
                entries.get(ranked.candidate()),
                ranked.score(),
                further == null ? null : further.stream().map(this::chosen).toList(),
                null,
                ranked.explanation(),
                null,
                ranked.pinned(),
                duplicates == null
                        ? null
                        : duplicates.stream().map(entries::get).toList(),
                ranked.diversity(),
                ranked.unboosted(),
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
