package io.vicinal.gateway.collection;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Work on one name goes one after the other, on different names side by side. Work that has begun is finished even if
 * its caller has gone, so that a collection is never left half made.
 */
final class InTurn {
    private final ConcurrentHashMap<String, CompletableFuture<Void>> last = new ConcurrentHashMap<>();

    <T> Mono<T> run(String name, Supplier<Mono<T>> work) {
        return Mono.defer(() -> {
            CompletableFuture<Void> mine = new CompletableFuture<>();
            CompletableFuture<Void> before = last.put(name, mine);
            Mono<Void> turn = before == null ? Mono.empty() : Mono.fromFuture(before, true);
            CompletableFuture<T> running = turn.then(Mono.defer(work))
                    .doFinally(signal -> {
                        last.remove(name, mine);
                        mine.complete(null);
                    })
                    .toFuture();
            return Mono.fromFuture(running, true);
        });
    }
}
