package io.vicinal.routing;

import io.vicinal.contracts.search.RetrievalApi;
import io.vicinal.contracts.search.ShardId;
import java.util.List;
import reactor.core.publisher.Mono;

/** One JVM: every shard is here, and a call is a method call. */
public final class LocalRoutes implements ShardRoutes {
    private final List<RetrievalNode> here;

    public LocalRoutes(RetrievalApi retrieval) {
        this.here = List.of(new RetrievalNode("local", retrieval));
    }

    @Override
    public List<RetrievalNode> replicas(ShardId shard) {
        return here;
    }

    @Override
    public Mono<Void> refresh() {
        return Mono.empty();
    }
}
