package io.vicinal.inference;

import io.vicinal.contracts.document.Document;
import io.vicinal.contracts.embedding.QueryTokens;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.search.ExampleQuery;
import io.vicinal.contracts.search.ExampleQuery.Example;
import io.vicinal.contracts.search.ExampleQuery.ShardExamples;
import io.vicinal.contracts.search.Explanation;
import io.vicinal.contracts.search.LexicalStatistics;
import io.vicinal.contracts.search.NeighbourQuery;
import io.vicinal.contracts.search.NeighbourQuery.Neighbour;
import io.vicinal.contracts.search.NeighbourQuery.ShardNeighbours;
import io.vicinal.contracts.search.RetrievalApi;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.contracts.search.ShardState;
import io.vicinal.contracts.search.SnapshotDescription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A node that holds every shard in memory and compares all vectors. Of filters it knows {@code eq}, {@code in}, {@code exists},
 * {@code and} and {@code not}. Its
 * shards can be told to be away or to take their time.
 */
public final class Shards implements RetrievalApi {
    /** Smaller than what is asked for, so that the next page is needed. */
    private static final int PAGE = 7;

    private record Held(String id, String text, float[] vector, Map<String, List<Object>> values, long offset) {}

    private final Map<ShardId, List<Held>> held = new ConcurrentHashMap<>();
    private final Map<ShardId, Long> writes = new ConcurrentHashMap<>();
    /** Ids of documents that are deleted between being found and being read. */
    public final Set<String> gone = ConcurrentHashMap.newKeySet();

    /** Offsets of documents partitions that shards show. */
    private final Map<String, Long> shown = new ConcurrentHashMap<>();

    public final AtomicInteger exampleReads = new AtomicInteger();
    /** What is given before an answer of a shard, by its number; completes at once unless told otherwise. */
    public volatile Function<Integer, Mono<Void>> before = _ -> Mono.empty();
    /** As {@link #before}, for reading examples alone. */
    public volatile Function<Integer, Mono<Void>> beforeExamples = _ -> Mono.empty();

    /** Of a text's words with a document's text. */
    public volatile BiFunction<List<String>, String, @Nullable Float> lateInteraction = (_, _) -> null;

    public static Mono<Void> away() {
        return Mono.error(ProblemType.SHARD_UNAVAILABLE.exception(null, "The shard is not here."));
    }

    public void add(ShardId shard, String id, String text, Map<String, List<Object>> values) {
        held.computeIfAbsent(shard, _ -> new CopyOnWriteArrayList<>())
                .add(new Held(id, text, Words.vector(text), values, 0));
        writes.merge(shard, 1L, Long::sum);
    }

    public void wellBehaved() {
        before = _ -> Mono.empty();
        beforeExamples = _ -> Mono.empty();
        lateInteraction = (_, _) -> null;
    }

    private Stream<Held> all(ShardId shard, @Nullable String field, @Nullable Filter filter) {
        return held.getOrDefault(shard, List.of()).stream()
                .filter(one -> field == null || one.values().containsKey(field))
                .filter(one -> filter == null || matches(one, filter));
    }

    private static boolean matches(Held one, Filter filter) {
        return Objects.requireNonNullElse(filter.eq(), Map.<String, Object>of()).entrySet().stream()
                        .allMatch(asked -> one.values()
                                .getOrDefault(asked.getKey(), List.of())
                                .contains(asked.getValue()))
                && Objects.requireNonNullElse(filter.in(), Map.<String, List<Object>>of()).entrySet().stream()
                        .allMatch(asked -> one.values().getOrDefault(asked.getKey(), List.of()).stream()
                                .anyMatch(value -> asked.getValue().stream()
                                        .map(String::valueOf)
                                        .anyMatch(value::equals)))
                && Objects.requireNonNullElse(filter.exists(), List.<String>of()).stream()
                        .allMatch(one.values()::containsKey)
                && Objects.requireNonNullElse(filter.and(), List.<Filter>of()).stream()
                        .allMatch(other -> matches(one, other))
                && (filter.not() == null || !matches(one, filter.not()));
    }

    @Override
    public Mono<ShardNeighbours> neighbours(NeighbourQuery query) {
        return answer(
                query.shard(),
                () -> new ShardNeighbours(
                        IntStream.range(0, query.vectors().size())
                                .mapToObj(i -> nearest(query, i))
                                .toList(),
                        0));
    }

    private List<Neighbour> nearest(NeighbourQuery query, int asked) {
        float[] vector = query.vectors().get(asked);
        QueryTokens tokens = query.tokens() == null ? null : query.tokens().get(asked);
        return all(query.shard(), query.field(), query.filter())
                .map(one -> new Neighbour(
                        Boolean.TRUE.equals(query.anonymous()) ? null : one.id(),
                        (float) Clusters.cosine(vector, one.vector()),
                        tokens == null ? null : lateInteraction.apply(List.of(tokens.texts()), one.text()),
                        query.field() == null ? List.of() : one.values().get(query.field()),
                        Boolean.TRUE.equals(query.withVectors()) ? one.vector() : null))
                .sorted(Comparator.comparingDouble(Neighbour::similarity).reversed())
                .limit(query.k())
                .toList();
    }

    @Override
    public Mono<ShardExamples> examples(ExampleQuery query) {
        exampleReads.incrementAndGet();
        return beforeExamples.apply(query.shard().partition()).then(answer(query.shard(), () -> {
            List<Held> all = all(query.shard(), query.field(), query.filter()).toList();
            int from = query.after() == null ? 0 : query.after();
            int to = Math.min(all.size(), from + PAGE);
            return new ShardExamples(
                    42,
                    all.subList(from, to).stream()
                            .map(one -> new Example(
                                    one.id(),
                                    Boolean.TRUE.equals(query.withText()) ? one.text() : null,
                                    one.vector(),
                                    query.field() == null
                                            ? List.of()
                                            : one.values().get(query.field())))
                            .toList(),
                    to < all.size() ? to : null);
        }));
    }

    @Override
    public Mono<ShardState> state(ShardId shard) {
        return answer(
                shard,
                () -> new ShardState(
                        shard, ShardState.Status.SERVING, 1, 1, 1, writes.getOrDefault(shard, 0L), 0, 1, null));
    }

    @Override
    public Mono<Long> count(CountQuery query) {
        return answer(
                query.shard(), () -> all(query.shard(), null, query.filter()).count());
    }

    private <T> Mono<T> answer(ShardId shard, java.util.function.Supplier<T> answer) {
        return Mono.defer(() -> before.apply(shard.partition())).then(Mono.fromSupplier(answer));
    }

    @Override
    public Mono<LexicalStatistics> statistics(StatisticsQuery query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<ShardCandidates> candidates(CandidateQuery query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<List<StoredPassage>> passages(PassageQuery query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<List<@Nullable Explanation>> explain(ExplainQuery query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<List<@Nullable Direction>> directions(DirectionsQuery query) {
        return answer(query.shard(), () -> {
            List<@Nullable Direction> found = new ArrayList<>();
            for (String id : query.ids()) {
                found.add(held.getOrDefault(query.shard(), List.of()).stream()
                        .filter(one -> one.id().equals(id))
                        .findFirst()
                        .map(one -> new Direction(id, one.vector(), one.offset()))
                        .orElse(null));
            }
            return found;
        });
    }

    @Override
    public Mono<Document> document(DocumentQuery query) {
        return Mono.defer(() -> before.apply(query.shard().partition()))
                .then(Mono.justOrEmpty(all(query.shard(), null, null)
                        .filter(one -> one.id().equals(query.id()) && !gone.contains(one.id()))
                        .findFirst()
                        .map(one -> new Document(one.id(), null, one.text(), null, null))));
    }

    @Override
    public Mono<ShardState> await(AwaitQuery query) {
        return Mono.defer(() -> state(query.shard()))
                .filter(_ ->
                        shown.getOrDefault(place(query.shard(), query.partition()), -1L) >= query.documentsOffset())
                .repeatWhenEmpty(attempts -> attempts.delayElements(Duration.ofMillis(5)))
                .timeout(
                        Duration.ofMillis(query.timeoutMs()),
                        Mono.error(() -> ProblemType.DEADLINE_EXCEEDED.exception(null, "It is not shown yet.")));
    }

    private static String place(ShardId shard, int documentsPartition) {
        return shard + "/" + documentsPartition;
    }

    /** What a record of the documents topic does to its shard, once embedded: a document without a vector deletes. */
    public void apply(
            ShardId shard,
            int partition,
            long offset,
            String id,
            float @Nullable [] vector,
            Map<String, List<Object>> values) {
        List<Held> all = held.computeIfAbsent(shard, _ -> new CopyOnWriteArrayList<>());
        all.removeIf(one -> one.id().equals(id));
        if (vector != null) {
            all.add(new Held(id, "", vector, values, offset));
        }
        shows(shard, partition, offset);
    }

    /** The record led to nothing in the shard. */
    public void shows(ShardId shard, int partition, long offset) {
        shown.merge(place(shard, partition), offset, Long::max);
        writes.merge(shard, 1L, Long::sum);
    }

    @Override
    public Mono<SortedDocuments> sorted(SortedQuery query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<ShardFacets> facets(FacetQuery query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<SnapshotResult> snapshot(SnapshotQuery query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<List<SnapshotDescription>> snapshots(ShardId shard) {
        throw new UnsupportedOperationException();
    }
}
