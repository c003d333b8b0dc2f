package io.vicinal.gateway.document;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.RetrievalApi.AwaitQuery;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.gateway.routing.RetrievalNode;
import io.vicinal.gateway.routing.ShardRoutes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Waits until what was written can be found. A shard shows it when every replica that serves does; one that is away or
 * catching up is not searched and not waited for. A shard without an owner (its collection is new, its node is gone) is
 * asked for again until the time is over.
 */
public final class SearchableWait {
    /** One question to a node, so that a shard that moves is found again at its new owner. */
    private static final Duration ATTEMPT = Duration.ofSeconds(5);

    private static final long FIRST_PAUSE_MS = 25;
    private static final long LONGEST_PAUSE_MS = 500;

    private enum Outcome {
        SHOWN,
        BEHIND,
        AWAY
    }

    private final ShardRoutes routes;

    public SearchableWait(ShardRoutes routes) {
        this.routes = routes;
    }

    /**
     * @param offsets partition of the documents topic to the offset that must be shown
     * @return errors with {@code ProblemException} 504 after the timeout
     */
    Mono<Void> until(Collection collection, Map<Integer, Long> offsets, Duration timeout) {
        return Flux.fromIterable(offsets.entrySet())
                .flatMap(
                        written -> shown(
                                new ShardId(collection.name(), collection.version(), written.getKey()),
                                written.getValue(),
                                timeout),
                        64)
                .then()
                .timeout(timeout)
                .onErrorMap(TimeoutException.class, late -> tooLate(timeout));
    }

    private Mono<Boolean> shown(ShardId shard, long offset, Duration timeout) {
        AwaitQuery query = new AwaitQuery(shard, offset, Math.min(timeout.toMillis(), ATTEMPT.toMillis()));
        return Mono.defer(() -> attempt(routes.replicas(shard), query))
                .filter(done -> done)
                .repeatWhenEmpty(attempts -> attempts.concatMap(
                        count -> Mono.delay(pause(count)).then(routes.refresh()).thenReturn(count)));
    }

    private static Mono<Boolean> attempt(List<RetrievalNode> replicas, AwaitQuery query) {
        return Flux.fromIterable(replicas)
                .flatMap(node -> ask(node, query))
                .collectList()
                .map(outcomes -> outcomes.contains(Outcome.SHOWN) && !outcomes.contains(Outcome.BEHIND));
    }

    private static Mono<Outcome> ask(RetrievalNode node, AwaitQuery query) {
        return Mono.defer(() -> node.api().await(query))
                .map(state -> state.answers() ? Outcome.SHOWN : Outcome.AWAY)
                .defaultIfEmpty(Outcome.AWAY)
                .onErrorResume(failure -> Mono.just(
                        failure instanceof ProblemException e && ProblemType.DEADLINE_EXCEEDED.is(e.problem())
                                ? Outcome.BEHIND
                                : Outcome.AWAY));
    }

    private static Duration pause(long attempt) {
        return Duration.ofMillis(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(attempt, 10)));
    }

    private static ProblemException tooLate(Duration timeout) {
        return ProblemType.DEADLINE_EXCEEDED.exception(
                "wait_timeout_ms",
                "What was sent is accepted and will become searchable, but it has not within " + timeout.toMillis()
                        + " ms. Do not send it again; look at behind in GET /v1/collections/{name}, or wait longer with"
                        + " wait_timeout_ms.");
    }
}
