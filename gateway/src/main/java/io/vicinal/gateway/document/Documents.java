package io.vicinal.gateway.document;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.document.Document;
import io.vicinal.contracts.document.IngestionApi;
import io.vicinal.contracts.document.MatchingDeletion;
import io.vicinal.contracts.document.SubmitResult;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.search.RetrievalApi.CountQuery;
import io.vicinal.contracts.search.RetrievalApi.DocumentQuery;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.kafka.codec.DocumentPartitions;
import io.vicinal.routing.Located;
import io.vicinal.routing.ShardCalls;
import io.vicinal.service.http.JsonBody;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Writes documents through ingestion and reads them back from their shard. */
public final class Documents {
    private final IngestionApi ingestion;
    private final ShardCalls shards;
    private final SearchableWait searchable;
    private final Duration readTimeout;

    public Documents(IngestionApi ingestion, ShardCalls shards, SearchableWait searchable, Duration readTimeout) {
        this.ingestion = ingestion;
        this.shards = shards;
        this.searchable = searchable;
        this.readTimeout = readTimeout;
    }

    /** Passes the body on as it arrives; nothing of it is held here. */
    Mono<SubmitResult> submit(Collection collection, MediaType type, Flux<DataBuffer> body, WaitOption wait) {
        return ingestion
                .submit(collection.name(), type.toString(), body)
                .flatMap(result -> result.aborted() != null || !wait.searchable()
                        ? Mono.just(result)
                        : searchable
                                .until(
                                        collection.name(),
                                        version -> Place.ofBody(version, result.offsets(), result.shardOffsets()),
                                        wait.timeout())
                                .thenReturn(result));
    }

    /** One document whose id stands in the address; in the body it may be left out. */
    Mono<SubmitResult> put(Collection collection, String id, byte[] body, WaitOption wait) {
        Document sent = JsonBody.parse(body, Document.class);
        if (sent.id() != null && !sent.id().equals(id)) {
            throw ProblemType.INVALID_VALUE.exception(
                    "id", "The id in the body is not the one in the address; leave it out or make them the same.");
        }
        byte[] document = sent.id() != null
                ? body
                : Json.mapper()
                        .writeValueAsBytes(new Document(
                                id, sent.title(), sent.text(), sent.fields(), sent.vector(), sent.expiresAt()));
        Flux<DataBuffer> stream = Flux.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(document)));
        return submit(collection, MediaType.APPLICATION_JSON, stream, wait).map(Documents::acceptedOrProblem);
    }

    /** The document as it was sent; 404 where there is none. */
    Mono<Document> read(Collection collection, String id) {
        int partition = DocumentPartitions.partition(id, collection.shards());
        ShardId shard = new ShardId(collection.name(), collection.version(), partition);
        return shards.first(shard, node -> node.document(new DocumentQuery(shard, id)))
                .map(Located::answer)
                .timeout(readTimeout)
                .onErrorMap(
                        TimeoutException.class,
                        late -> ProblemType.DEADLINE_EXCEEDED.exception(
                                null, "Shard " + shard + " did not answer within " + readTimeout.toMillis() + " ms."))
                .switchIfEmpty(Mono.error(() -> ProblemType.UNKNOWN_DOCUMENT.exception(
                        "id", "There is no document with this id in the collection " + collection.name() + ".")));
    }

    Mono<Void> delete(Collection collection, String id, WaitOption wait) {
        return ingestion
                .delete(collection.name(), id)
                .flatMap(offsets -> wait.searchable()
                        ? searchable.until(
                                collection.name(), version -> Place.ofDocument(version, id, offsets), wait.timeout())
                        : Mono.empty());
    }

    /** Deletes what matches; how many that are is counted just before. */
    Mono<Deleted> deleteMatching(Collection collection, MatchingDeletion deletion, WaitOption wait) {
        return matching(collection, deletion.filter())
                .flatMap(matched -> ingestion
                        .deleteMatching(collection.name(), deletion)
                        .flatMap(offsets -> wait.searchable()
                                ? searchable.until(
                                        collection.name(),
                                        version -> Place.everywhere(version, offsets),
                                        wait.timeout())
                                : Mono.empty())
                        .thenReturn(matched));
    }

    private Mono<Deleted> matching(Collection collection, @Nullable Filter filter) {
        return Flux.range(0, collection.shards())
                .map(partition -> new ShardId(collection.name(), collection.version(), partition))
                .flatMap(
                        shard -> shards.first(shard, node -> node.count(new CountQuery(shard, filter)))
                                .map(Located::answer)
                                .timeout(readTimeout)
                                .map(Optional::of)
                                .onErrorResume(Documents::isTheShards, _ -> Mono.just(Optional.empty())),
                        64)
                .collectList()
                .map(Deleted::of);
    }

    private static boolean isTheShards(Throwable failure) {
        return !(failure instanceof ProblemException e) || e.problem().status() >= 500;
    }

    private static SubmitResult acceptedOrProblem(SubmitResult result) {
        if (result.aborted() != null) {
            throw result.aborted().exception();
        }
        if (!result.rejected().isEmpty()) {
            throw result.rejected().getFirst().error().exception();
        }
        return result;
    }
}
