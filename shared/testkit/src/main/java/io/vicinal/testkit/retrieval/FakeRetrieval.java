package io.vicinal.testkit.retrieval;

import io.vicinal.contracts.document.Document;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.ExampleQuery;
import io.vicinal.contracts.search.ExampleQuery.Example;
import io.vicinal.contracts.search.ExampleQuery.ShardExamples;
import io.vicinal.contracts.search.Explanation;
import io.vicinal.contracts.search.Explanation.Dense;
import io.vicinal.contracts.search.LexicalStatistics;
import io.vicinal.contracts.search.NeighbourQuery;
import io.vicinal.contracts.search.NeighbourQuery.Neighbour;
import io.vicinal.contracts.search.NeighbourQuery.ShardNeighbours;
import io.vicinal.contracts.search.RetrievalApi;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.contracts.search.ShardState;
import io.vicinal.contracts.search.SnapshotDescription;
import io.vicinal.contracts.text.TextSpan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A node whose every shard holds one passage of one document {@code d<partition>}; shards can be told to misbehave. */
public final class FakeRetrieval implements RetrievalApi {
    /** A shard in here answers with this instead. */
    public final Map<Integer, Mono<?>> instead = new ConcurrentHashMap<>();

    /** So do only the texts of a shard in here. */
    public final Map<Integer, Mono<List<StoredPassage>>> insteadOfTexts = new ConcurrentHashMap<>();

    public volatile @Nullable Mono<List<@Nullable Explanation>> insteadOfExplanations;

    public final Map<String, Document> documents = new ConcurrentHashMap<>();
    public final List<CandidateQuery> asked = new CopyOnWriteArrayList<>();
    public final List<StatisticsQuery> statisticsAsked = new CopyOnWriteArrayList<>();
    public final List<ExplainQuery> explained = new CopyOnWriteArrayList<>();
    public final Map<String, float[]> directions = new ConcurrentHashMap<>();
    public final List<AwaitQuery> awaited = new CopyOnWriteArrayList<>();
    public volatile boolean pointInTimeGone;
    public volatile List<String> warnings = List.of();
    public final List<Highlight> highlighted = new CopyOnWriteArrayList<>();

    public static Mono<?> away() {
        return Mono.error(ProblemType.SHARD_UNAVAILABLE.exception(null, "The shard is not here."));
    }

    @Override
    public Mono<LexicalStatistics> statistics(StatisticsQuery query) {
        statisticsAsked.add(query);
        long more = query.shard().partition() + 1;
        Map<Integer, Long> pieces = new HashMap<>();
        if (query.pieces() != null) {
            Arrays.stream(query.pieces()).forEach(piece -> pieces.put(piece, more));
        }
        return answer(
                query.shard(),
                new LexicalStatistics(
                        10 * more,
                        100 * more,
                        Map.of("term", more, "t" + more, 1L),
                        pieces.isEmpty() ? 0 : 5 * more,
                        pieces));
    }

    @Override
    public Mono<ShardCandidates> candidates(CandidateQuery query) {
        asked.add(query);
        int partition = query.shard().partition();
        return answer(
                query.shard(),
                new ShardCandidates(
                        42,
                        partition,
                        List.of(new Candidate(
                                partition,
                                "d" + partition,
                                query.vector() == null ? null : 0.5f,
                                query.query() == null ? null : 1f + partition,
                                query.tokens() == null ? null : 0.25f,
                                new byte[0],
                                query.groupBy().isField() ? Integer.toString(partition) : null,
                                query.sparse() == null ? null : 0.125f)),
                        warnings,
                        null));
    }

    @Override
    public Mono<List<StoredPassage>> passages(PassageQuery query) {
        Mono<List<StoredPassage>> told = insteadOfTexts.get(query.shard().partition());
        if (told != null) {
            return told;
        }
        String id = "d" + query.shard().partition();
        boolean highlight = query.highlight() != null;
        if (highlight) {
            highlighted.add(query.highlight());
        }
        StoredPassage passage = new StoredPassage(
                id,
                0,
                "Title",
                "text of " + id,
                0,
                10,
                Map.of("year", 1450),
                highlight ? List.of(new TextSpan(5, 7)) : null,
                highlight ? List.of() : null,
                highlight ? new TextSpan(5, 7) : null,
                Boolean.TRUE.equals(query.vectors()) ? new float[] {0, 0, 0, 1} : null);
        return answer(query.shard(), pointInTimeGone ? Collections.singletonList(null) : List.of(passage));
    }

    @Override
    public Mono<List<@Nullable Explanation>> explain(ExplainQuery query) {
        explained.add(query);
        Mono<List<@Nullable Explanation>> told = insteadOfExplanations;
        if (told != null) {
            return told;
        }
        List<@Nullable Explanation> explanations = new ArrayList<>();
        query.docs()
                .forEach(_ -> explanations.add(new Explanation(null, new Dense(0.5f, true, null), null, null, null)));
        return answer(query.query().shard(), explanations);
    }

    @Override
    public Mono<List<@Nullable Direction>> directions(DirectionsQuery query) {
        List<@Nullable Direction> found = new ArrayList<>();
        for (String id : query.ids()) {
            float[] vector = directions.get(id);
            found.add(vector == null ? null : new Direction(id, vector));
        }
        return answer(query.shard(), found);
    }

    @Override
    public Mono<Document> document(DocumentQuery query) {
        return Mono.defer(() -> Mono.justOrEmpty(documents.get(query.id())));
    }

    @Override
    public Mono<ShardState> state(ShardId shard) {
        return answer(shard, new ShardState(shard, ShardState.Status.SERVING, 2, 3, 1000, 9, 9, 1, null));
    }

    @Override
    public Mono<ShardState> await(AwaitQuery query) {
        awaited.add(query);
        return state(query.shard());
    }

    @Override
    public Mono<SnapshotResult> snapshot(SnapshotQuery query) {
        return answer(query.shard(), new SnapshotResult(SnapshotStatus.TAKEN, description(query.shard())));
    }

    @Override
    public Mono<List<SnapshotDescription>> snapshots(ShardId shard) {
        return answer(shard, List.of(description(shard)));
    }

    private static SnapshotDescription description(ShardId shard) {
        return new SnapshotDescription("s" + shard.partition(), Instant.EPOCH, 9, "1/int8/4", 5, 1000, "node:8080");
    }

    /** The year of {@code d<partition>} is its partition. */
    @Override
    public Mono<SortedDocuments> sorted(SortedQuery query) {
        long year = query.shard().partition();
        boolean isDescending = query.sort().getFirst().isDescending();
        Long after =
                query.after() == null ? null : ((Number) query.after().values().getFirst()).longValue();
        boolean isThere = after == null || (isDescending ? year < after : year > after);
        SortedDocument only = new SortedDocument(
                (int) year, new SortPlace(List.of(year), "d" + year), query.query() == null ? null : 1f);
        return answer(query.shard(), new SortedDocuments(42, year, isThere ? List.of(only) : List.of(), warnings));
    }

    @Override
    public Mono<ShardFacets> facets(FacetQuery query) {
        int partition = query.shard().partition();
        Map<String, FacetCounts> counts = new HashMap<>();
        query.facets()
                .forEach((name, facet) -> counts.put(
                        name,
                        new FacetCounts(
                                facet.interval() != null
                                        ? Map.of("2024-0" + (9 - partition) + "-01", 2L)
                                        : Map.of("0", 3L, "1" + partition, 1L + partition),
                                partition == 7 ? 5 : 0,
                                1)));
        return answer(query.shard(), new ShardFacets(counts, partition));
    }

    /** The document is an example of the label {@code l<partition>}. */
    @Override
    public Mono<ShardNeighbours> neighbours(NeighbourQuery query) {
        int partition = query.shard().partition();
        String id = Boolean.TRUE.equals(query.anonymous()) ? null : "d" + partition;
        Neighbour only = new Neighbour(id, 0.5f, null, List.of("l" + partition), null);
        return answer(
                query.shard(),
                new ShardNeighbours(Collections.nCopies(query.vectors().size(), List.of(only)), partition));
    }

    /** As {@link #neighbours}, with the direction that was set for it. */
    @Override
    public Mono<ShardExamples> examples(ExampleQuery query) {
        int partition = query.shard().partition();
        float[] vector = directions.getOrDefault("d" + partition, new float[] {0, 0, 0, 1});
        return answer(
                query.shard(),
                new ShardExamples(
                        42, List.of(new Example("d" + partition, null, vector, List.of("l" + partition))), null));
    }

    /** Each shard has one that matches. */
    @Override
    public Mono<Long> count(CountQuery query) {
        return answer(query.shard(), 1L);
    }

    @SuppressWarnings("unchecked")
    private <T> Mono<T> answer(ShardId shard, T usual) {
        Mono<?> told = instead.get(shard.partition());
        return told == null ? Mono.just(usual) : (Mono<T>) told;
    }
}
