package io.vicinal.inference.learn;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.document.Document;
import io.vicinal.contracts.search.RetrievalApi.DocumentQuery;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.kafka.codec.DocumentPartitions;
import io.vicinal.routing.Located;
import io.vicinal.routing.ShardCalls;
import reactor.core.publisher.Mono;

/** Documents as they were sent. */
public final class DocumentReads {
    private final ShardCalls shards;

    public DocumentReads(ShardCalls shards) {
        this.shards = shards;
    }

    /** Empty where there is none of that id any more. */
    public Mono<Document> of(Collection collection, String id) {
        int partition = DocumentPartitions.partition(id, collection.shards());
        ShardId shard = new ShardId(collection.name(), collection.version(), partition);
        return shards.first(shard, node -> node.document(new DocumentQuery(shard, id)))
                .map(Located::answer);
    }
}
