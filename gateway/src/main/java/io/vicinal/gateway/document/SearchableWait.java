package io.vicinal.gateway.document;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.RetrievalApi.AwaitQuery;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.gateway.collection.Collections;
import io.vicinal.routing.RetrievalNode;
import io.vicinal.routing.ShardRoutes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
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
    private final Collections collections;

    public SearchableWait(ShardRoutes routes, Collections collections) {
        this.routes = routes;
        this.collections = collections;
    }

    /**
     * @param places of the version that serves; where another one does at the end, that one is waited for too
     * @return errors with {@code ProblemException} 504 after the timeout
     */
    Mono<Void> until(String collection, Function<Collection, List<Place>> places, Duration timeout) {
        return Mono.defer(() -> served(collection, places, timeout))
                .timeout(timeout)
                .onErrorMap(TimeoutException.class, late -> tooLate(timeout));
    }

    private Mono<Void> served(String collection, Function<Collection, List<Place>> places, Duration timeout) {
        Collection version = collections.find(collection);
        return Flux.fromIterable(places.apply(version))
                .flatMap(place -> shown(version, place, timeout), 64)
                .then(Mono.defer(() -> collections.find(collection).isVersionOf(version)
                        ? Mono.empty()
                        : served(collection, places, timeout)));
    }

    private Mono<Boolean> shown(Collection version, Place place, Duration timeout) {
        ShardId shard = new ShardId(version.name(), version.version(), place.shard());
        AwaitQuery query = new AwaitQuery(
                shard,
                place.partition() == place.shard() ? null : place.partition(),
                place.offset(),
                Math.min(timeout.toMillis(), ATTEMPT.toMillis()));
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
