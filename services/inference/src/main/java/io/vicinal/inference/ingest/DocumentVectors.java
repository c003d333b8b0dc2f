package io.vicinal.inference.ingest;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.RetrievalApi;
import io.vicinal.contracts.search.RetrievalApi.AwaitQuery;
import io.vicinal.contracts.search.RetrievalApi.Direction;
import io.vicinal.contracts.search.RetrievalApi.DirectionsQuery;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.kafka.codec.DocumentPartitions;
import io.vicinal.routing.Located;
import io.vicinal.routing.ShardCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The vectors of new documents, read back from the shards that hold them once these show them: they have been encoded once,
 * and what stands before a document in its partition counts when it is classified.
 */
final class DocumentVectors {
    /** For the first of a partition; those behind it may come in the next round. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration PATIENCE_FOR_THE_REST = Duration.ofMillis(50);
    private static final int AT_ONCE = 64;

    private final ShardCalls shards;

    DocumentVectors(ShardCalls shards) {
        this.shards = shards;
    }

    /** What is known of a document now. */
    enum State {
        SHOWN,
        /** A later write of it is. */
        REPLACED,
        /** It would be shown, and is not there. */
        GONE,
        /** Not yet. */
        AWAITED
    }

    /**
     * @param vector {@code float[dimensions]}: the mean of its passages; null unless it is shown
     * @param failure why it cannot be told at the moment, or null
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Look(
            NewDocument document,
            State state,
            float @Nullable [] vector,
            @Nullable Throwable failure) {}

    /** Documents of one partition in one shard, in the order of their offsets. */
    private record Group(ShardId shard, int partition) {}

    /** Of each document; a shard that cannot answer leaves its documents for later. */
    Mono<List<Look>> of(Collection collection, List<NewDocument> documents) {
        Map<Group, List<NewDocument>> groups =
                documents.stream().collect(Collectors.groupingBy(document -> group(collection, document)));
        return Flux.fromIterable(groups.entrySet())
                .flatMap(
                        each -> looks(each.getKey(), each.getValue())
                                .onErrorResume(failure -> Mono.just(awaited(each.getValue(), failure))),
                        AT_ONCE)
                .flatMapIterable(looks -> looks)
                .collectList();
    }

    private static Group group(Collection collection, NewDocument document) {
        int shard = DocumentPartitions.partition(document.record().key(), collection.shards());
        return new Group(
                new ShardId(collection.name(), collection.version(), shard),
                document.record().partition());
    }

    /** Waiting and reading are of one node: another one may show less. */
    private Mono<List<Look>> looks(Group group, List<NewDocument> documents) {
        List<NewDocument> inOrder = new ArrayList<>(documents);
        inOrder.sort((a, b) -> Long.compare(a.record().offset(), b.record().offset()));
        return shards.first(group.shard(), node -> looks(node, group, inOrder)).map(Located::answer);
    }

    private static Mono<List<Look>> looks(RetrievalApi node, Group group, List<NewDocument> documents) {
        return shows(node, group, documents.getFirst(), PATIENCE)
                .flatMap(first -> first
                        ? shows(node, group, documents.getLast(), PATIENCE_FOR_THE_REST)
                                .flatMap(all -> read(node, group, documents, all))
                        : Mono.just(awaited(documents, null)));
    }

    private static Mono<Boolean> shows(RetrievalApi node, Group group, NewDocument document, Duration patience) {
        ShardId shard = group.shard();
        return node.await(new AwaitQuery(
                        shard,
                        group.partition() == shard.partition() ? null : group.partition(),
                        document.record().offset(),
                        patience.toMillis()))
                .map(_ -> true)
                .onErrorResume(
                        failure ->
                                failure instanceof ProblemException e && ProblemType.DEADLINE_EXCEEDED.is(e.problem()),
                        _ -> Mono.just(false));
    }

    /** @param allShown whether the last is; the first is in any case */
    private static Mono<List<Look>> read(
            RetrievalApi node, Group group, List<NewDocument> documents, boolean allShown) {
        List<String> ids = documents.stream().map(NewDocument::id).toList();
        return node.directions(new DirectionsQuery(group.shard(), ids)).map(directions -> {
            List<Look> looks = new ArrayList<>(documents.size());
            for (int i = 0; i < documents.size(); i++) {
                looks.add(look(documents.get(i), directions.get(i), allShown || i == 0));
            }
            return looks;
        });
    }

    /** @param isShown whether it would be there if it is ever to be */
    private static Look look(NewDocument document, @Nullable Direction direction, boolean isShown) {
        long offset = document.record().offset();
        Long shown = direction == null ? null : direction.documentsOffset();
        if (direction == null || (shown != null && shown < offset)) {
            return new Look(document, isShown ? State.GONE : State.AWAITED, null, null);
        }
        return shown != null && shown > offset
                ? new Look(document, State.REPLACED, null, null)
                : shown == null && !isShown
                        ? new Look(document, State.AWAITED, null, null)
                        : new Look(document, State.SHOWN, direction.vector(), null);
    }

    private static List<Look> awaited(List<NewDocument> documents, @Nullable Throwable failure) {
        return documents.stream()
                .map(document -> new Look(document, State.AWAITED, null, failure))
                .toList();
    }
}
