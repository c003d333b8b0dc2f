package io.vicinal.gateway.search;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.FieldType;
import io.vicinal.contracts.search.Explanation;
import io.vicinal.contracts.search.RetrievalApi.Candidate;
import io.vicinal.contracts.search.RetrievalApi.Highlight;
import io.vicinal.contracts.search.RetrievalApi.PassageQuery;
import io.vicinal.contracts.search.RetrievalApi.ShardCandidates;
import io.vicinal.contracts.search.RetrievalApi.StoredPassage;
import io.vicinal.contracts.search.SearchResult.Group;
import io.vicinal.contracts.search.SearchResult.Hit;
import io.vicinal.contracts.search.SearchResult.Inside;
import io.vicinal.contracts.search.SearchResult.Scores;
import io.vicinal.contracts.search.SearchResult.Sentence;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.contracts.text.TextSpan;
import io.vicinal.gateway.search.Pool.Chosen;
import io.vicinal.routing.Located;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads the texts of the chosen candidates, from the node and the point in time that found them. */
final class Fetcher {
    private static final String POINT_IN_TIME_GONE =
            "Its point in time was gone before the texts of some hits were read; try again.";

    /**
     * @param hits in the order of the chosen, those left out whose text could not be read
     * @param lost shard to why hits of it are missing
     */
    record Fetched(List<Hit> hits, Map<ShardId, String> lost) {}

    private record Texts(
            ShardId shard,
            List<Chosen> wanted,
            List<@Nullable StoredPassage> passages,
            @Nullable String lost) {}

    /** @param explanations asked for at the same time */
    static Mono<Fetched> fetch(
            List<Chosen> chosen,
            Mono<Map<Chosen, Explanation>> explanations,
            SearchPlan plan,
            Collection collection,
            Attempt attempt) {
        Map<ShardOutcome, List<Chosen>> byShard = new LinkedHashMap<>();
        chosen.stream()
                .flatMap(Fetcher::shown)
                .forEach(hit -> byShard.computeIfAbsent(hit.entry().from(), any -> new ArrayList<>())
                        .add(hit));
        return Flux.fromIterable(byShard.entrySet())
                .flatMap(
                        shard -> texts(
                                shard.getKey(), shard.getValue(), plan.highlighted(), plan.includeVectors(), attempt),
                        Scatter.AT_ONCE)
                .collectList()
                .zipWith(explanations, (texts, explained) -> assemble(chosen, explained, texts, plan, collection));
    }

    /** The passages alone, without what hits show of them; those that could not be read are left out. */
    static Mono<Map<Chosen, StoredPassage>> passages(List<Chosen> chosen, Attempt attempt) {
        Map<ShardOutcome, List<Chosen>> byShard = new LinkedHashMap<>();
        chosen.forEach(hit -> byShard.computeIfAbsent(hit.entry().from(), _ -> new ArrayList<>())
                .add(hit));
        return Flux.fromIterable(byShard.entrySet())
                .flatMap(shard -> texts(shard.getKey(), shard.getValue(), null, false, attempt), Scatter.AT_ONCE)
                .collect(IdentityHashMap::new, (passages, shard) -> {
                    for (int i = 0; i < shard.passages().size(); i++) {
                        StoredPassage passage = shard.passages().get(i);
                        if (passage != null) {
                            passages.put(shard.wanted().get(i), passage);
                        }
                    }
                });
    }

    private static Stream<Chosen> shown(Chosen hit) {
        return hit.further() == null ? Stream.of(hit) : Stream.concat(Stream.of(hit), hit.further().stream());
    }

    private static Mono<Texts> texts(
            ShardOutcome from, List<Chosen> wanted, @Nullable Highlight highlight, boolean vectors, Attempt attempt) {
        Located<ShardCandidates> found = from.found();
        if (found == null) {
            return Mono.error(new IllegalStateException("a candidate of a shard that did not answer"));
        }
        List<Integer> docs =
                wanted.stream().map(hit -> hit.entry().candidate().doc()).toList();
        PassageQuery query = new PassageQuery(from.shard(), found.answer().pointInTime(), docs, highlight, vectors);
        return attempt.ask(from, found, node -> node.passages(query))
                .map(passages -> new Texts(
                        from.shard(),
                        wanted,
                        passages,
                        passages.stream().anyMatch(Objects::isNull) ? POINT_IN_TIME_GONE : null))
                .onErrorResume(failure -> Mono.just(
                        new Texts(from.shard(), wanted, List.of(), Scatter.reason(failure, attempt.budget()))));
    }

    private static Fetched assemble(
            List<Chosen> chosen,
            Map<Chosen, Explanation> explanations,
            List<Texts> texts,
            SearchPlan plan,
            Collection collection) {
        Map<Chosen, StoredPassage> passages = new IdentityHashMap<>();
        Map<ShardId, String> lost = new HashMap<>();
        for (Texts shard : texts) {
            if (shard.lost() != null) {
                lost.put(shard.shard(), shard.lost());
            }
            for (int i = 0; i < shard.passages().size(); i++) {
                StoredPassage passage = shard.passages().get(i);
                if (passage != null) {
                    passages.put(shard.wanted().get(i), passage);
                }
            }
        }
        List<Hit> hits = new ArrayList<>(chosen.size());
        for (Chosen hit : chosen) {
            StoredPassage passage = passages.get(hit);
            if (passage != null) {
                hits.add(hit(
                        hit,
                        passage,
                        group(hit, plan, collection),
                        inside(hit, passages, plan),
                        explanations.get(hit)));
            }
        }
        return new Fetched(hits, lost);
    }

    private static @Nullable Sentence sentence(StoredPassage passage) {
        TextSpan best = passage.bestSentence();
        return best == null
                ? null
                : new Sentence(
                        best.start(),
                        best.end(),
                        passage.text().substring(best.start() - passage.start(), best.end() - passage.start()));
    }

    private static @Nullable Group group(Chosen hit, SearchPlan plan, Collection collection) {
        String value = hit.entry().candidate().group();
        String field = plan.groupBy().by();
        FieldType type = collection.fields().get(field);
        return value == null || type == null ? null : new Group(field, FieldText.value(value, type));
    }

    private static @Nullable List<Inside> inside(Chosen hit, Map<Chosen, StoredPassage> passages, SearchPlan plan) {
        if (hit.further() == null) {
            return null;
        }
        List<Inside> inside = new ArrayList<>();
        shown(hit).forEach(each -> {
            StoredPassage passage = passages.get(each);
            if (passage != null) {
                inside.add(new Inside(
                        id(passage),
                        plan.groupBy().isField() ? passage.documentId() : null,
                        passage.text(),
                        passage.start(),
                        passage.end(),
                        each.score(),
                        scores(each)));
            }
        });
        return inside;
    }

    private static String id(StoredPassage passage) {
        return passage.documentId() + "#" + passage.ordinal();
    }

    private static Scores scores(Chosen chosen) {
        Candidate candidate = chosen.entry().candidate();
        return new Scores(
                candidate.dense(),
                candidate.lexical(),
                candidate.lateInteraction(),
                candidate.sparse(),
                chosen.crossEncoder());
    }

    private static Hit hit(
            Chosen chosen,
            StoredPassage passage,
            @Nullable Group group,
            @Nullable List<Inside> inside,
            @Nullable Explanation explanation) {
        return new Hit(
                id(passage),
                passage.documentId(),
                passage.title(),
                passage.text(),
                passage.start(),
                passage.end(),
                passage.fields(),
                passage.highlights(),
                passage.titleHighlights(),
                sentence(passage),
                chosen.score(),
                scores(chosen),
                group,
                inside,
                chosen.sort(),
                explanation,
                passage.vector(),
                chosen.relevance() == null ? null : chosen.relevance().probability(),
                chosen.pinned() == null ? null : true,
                chosen.duplicates() == null ? null : chosen.duplicates().size());
    }

    private Fetcher() {}
}
