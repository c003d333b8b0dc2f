package io.vicinal.gateway;

import io.vicinal.contracts.document.Document;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.LexicalStatistics;
import io.vicinal.contracts.search.RetrievalApi;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.contracts.search.ShardState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;

/** A node whose every shard holds one passage of one document {@code d<partition>}; shards can be told to misbehave. */
public final class FakeRetrieval implements RetrievalApi {
    /** A shard in here answers with this instead. */
    public final Map<Integer, Mono<?>> instead = new ConcurrentHashMap<>();

    public final Map<String, Document> documents = new ConcurrentHashMap<>();
    public final List<CandidateQuery> asked = new CopyOnWriteArrayList<>();
    public final List<AwaitQuery> awaited = new CopyOnWriteArrayList<>();
    public volatile boolean snapshotGone;

    public static Mono<?> away() {
        return Mono.error(ProblemType.SHARD_UNAVAILABLE.exception(null, "The shard is not here."));
    }

    @Override
    public Mono<LexicalStatistics> statistics(StatisticsQuery query) {
        long more = query.shard().partition() + 1;
        return answer(
                query.shard(),
                new LexicalStatistics(10 * more, 100 * more, Map.of("term", more, "t" + more, 1L), 0, Map.of()));
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
                                null,
                                new byte[0]))));
    }

    @Override
    public Mono<List<StoredPassage>> passages(PassageQuery query) {
        String id = "d" + query.shard().partition();
        StoredPassage passage = new StoredPassage(id, 0, "Title", "text of " + id, 0, 10, Map.of("year", 1450));
        return answer(query.shard(), snapshotGone ? java.util.Collections.singletonList(null) : List.of(passage));
    }

    @Override
    public Mono<Document> document(DocumentQuery query) {
        return Mono.defer(() -> Mono.justOrEmpty(documents.get(query.id())));
    }

    @Override
    public Mono<ShardState> state(ShardId shard) {
        return answer(shard, new ShardState(shard, ShardState.Status.SERVING, 2, 3, 1000, 9, 9, 1));
    }

    @Override
    public Mono<ShardState> await(AwaitQuery query) {
        awaited.add(query);
        return state(query.shard());
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
