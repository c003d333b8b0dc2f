package io.vicinal.routing;

import io.vicinal.contracts.search.ShardId;
import java.util.List;
import reactor.core.publisher.Mono;

/** Which nodes hold a shard at the moment. */
public interface ShardRoutes {

    /** The nodes that own the shard, one a replica set, in the order to try them; empty when none is known. */
    List<RetrievalNode> replicas(ShardId shard);

    /** Reads the table anew because what it said did not hold; completes when that is done or has failed. */
    Mono<Void> refresh();
}
