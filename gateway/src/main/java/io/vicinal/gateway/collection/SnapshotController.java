package io.vicinal.gateway.collection;

import io.vicinal.gateway.http.QueryParameters;
import java.time.Duration;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /v1/collections/{c}/snapshots}. */
@RestController
@RequestMapping("/v1/collections/{collection}/snapshots")
public final class SnapshotController {
    private static final int DEFAULT_TIMEOUT_MS = 60_000;
    private static final int MAX_TIMEOUT_MS = 600_000;

    private final Collections collections;
    private final CollectionSnapshots snapshots;

    public SnapshotController(Collections collections, CollectionSnapshots snapshots) {
        this.collections = collections;
        this.snapshots = snapshots;
    }

    /** Takes one of each shard; those that need longer than {@code timeout_ms} go on, and are in the list when they are done. */
    @PostMapping
    Mono<CollectionSnapshots.AllTaken> take(@PathVariable("collection") String name, ServerHttpRequest request) {
        QueryParameters parameters = QueryParameters.of(request, "timeout_ms");
        int timeout = parameters.number("timeout_ms", 1, MAX_TIMEOUT_MS, DEFAULT_TIMEOUT_MS);
        return snapshots.take(collections.find(name), Duration.ofMillis(timeout));
    }

    @GetMapping
    Mono<CollectionSnapshots.AllKept> list(@PathVariable("collection") String name, ServerHttpRequest request) {
        QueryParameters.of(request);
        return snapshots.list(collections.find(name));
    }
}
