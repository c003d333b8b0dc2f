package io.vicinal.routing;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.RetrievalApi;
import io.vicinal.contracts.search.RetrievalApi.ShardCandidates;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.service.deadline.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Asks a shard: one replica, then the next when that cannot answer, then those that a fresh routing table adds. Replicas
 * that have just failed or lag behind their log come last. Only reads are asked this way, so asking twice does no harm.
 */
public final class ShardCalls {
    private final ShardRoutes routes;
    private final MeterRegistry metrics;
    private final ReplicaOrder order = new ReplicaOrder();
    private final Map<String, Hedging> hedging = new ConcurrentHashMap<>();

    public ShardCalls(ShardRoutes routes, MeterRegistry metrics) {
        this.routes = routes;
        this.metrics = metrics;
    }

    /**
     * @return the first answer; empty when the node answered with nothing; an error of type {@code shard-unavailable}
     *     when no replica could answer, or the node's own problem when the request is at fault (4xx)
     */
    public <T> Mono<Located<T>> first(ShardId shard, Function<RetrievalApi, Mono<T>> call) {
        return Mono.defer(() -> first(shard, order.of(shard, routes.replicas(shard)), call));
    }

    private <T> Mono<Located<T>> first(ShardId shard, List<RetrievalNode> known, Function<RetrievalApi, Mono<T>> call) {
        return inOrder(shard, known, call, null)
                .onErrorResume(
                        ShardCalls::anotherMayAnswer,
                        failed -> routes.refresh()
                                .then(Mono.defer(() -> inOrder(shard, added(shard, known), call, failed))));
    }

    /**
     * As {@link #first}, and where the replica asked takes longer than nearly all calls of this kind do, another is asked too
     * and the first answer counts. Hedges are few; where none is left, another is asked when half of the time is over, which a
     * replica that hangs would otherwise take whole.
     *
     * @param what the kind of call, for its usual duration
     */
    public <T> Mono<Located<T>> fastest(String what, ShardId shard, Function<RetrievalApi, Mono<T>> call) {
        return Mono.deferContextual(context -> {
            List<RetrievalNode> known = order.of(shard, routes.replicas(shard));
            if (known.size() < 2) {
                return first(shard, known, call);
            }
            Hedging hedge = hedging.computeIfAbsent(what, _ -> new Hedging());
            Duration delay = hedge.begin();
            long began = System.nanoTime();
            AtomicBoolean failed = new AtomicBoolean();
            Mono<Located<T>> usual =
                    first(shard, known, node -> call.apply(node).doOnError(_ -> failed.set(true)));
            Mono<Long> patience = Deadline.of(context)
                    .map(deadline -> Mono.delay(deadline.remaining().dividedBy(2)))
                    .orElseGet(Mono::never);
            Mono<Located<T>> second = Mono.delay(delay)
                    .filter(_ -> !failed.get()) // after a failure the next replica is asked anyway
                    .flatMap(now -> hedge.spend() ? Mono.just(now) : patience)
                    .filter(_ -> !failed.get())
                    .doOnNext(_ -> metrics.counter("vicinal.gateway.hedges", "call", what)
                            .increment())
                    .flatMap(_ -> ask(shard, known.get(1), call))
                    .doOnNext(_ -> {
                        order.isSlow(known.getFirst(), shard);
                        metrics.counter("vicinal.gateway.hedges.won", "call", what)
                                .increment();
                    });
            return race(usual, second).doOnNext(_ -> hedge.answered(Duration.ofNanos(System.nanoTime() - began)));
        });
    }

    /** The first answer; the usual way's error ends it at once, the hedge's never. */
    private static <T> Mono<T> race(Mono<T> usual, Mono<T> hedge) {
        return Flux.merge(
                        usual.materialize(),
                        hedge.onErrorComplete().materialize().filter(signal -> signal.hasValue()))
                .filter(signal -> !signal.isOnComplete())
                .next()
                .<T>dematerialize();
    }

    /** The node of that address, where a point in time was taken; empty where it no longer holds the shard. */
    public <T> Mono<Located<T>> at(ShardId shard, String address, Function<RetrievalApi, Mono<T>> call) {
        return Mono.defer(() -> Mono.justOrEmpty(replica(shard, address)))
                .switchIfEmpty(routes.refresh().then(Mono.defer(() -> Mono.justOrEmpty(replica(shard, address)))))
                .flatMap(node -> ask(shard, node, call));
    }

    /** That node and no other; that it fails is remembered. */
    public <T> Mono<Located<T>> there(ShardId shard, RetrievalNode node, Function<RetrievalApi, Mono<T>> call) {
        return ask(shard, node, call);
    }

    /** The node keeps a caller waiting: others are asked before it in the next moments. False where there is no other. */
    public boolean avoid(ShardId shard, RetrievalNode node) {
        order.hangs(node);
        return routes.replicas(shard).stream()
                .anyMatch(other -> !other.address().equals(node.address()));
    }

    private Optional<RetrievalNode> replica(ShardId shard, String address) {
        return routes.replicas(shard).stream()
                .filter(node -> node.address().equals(address))
                .findFirst();
    }

    /** What every replica answers, those that fail left out. */
    public <T> Flux<Located<T>> each(ShardId shard, Function<RetrievalApi, Mono<T>> call) {
        return Flux.defer(() -> Flux.fromIterable(routes.replicas(shard)))
                .flatMap(node -> ask(shard, node, call).onErrorComplete());
    }

    private List<RetrievalNode> added(ShardId shard, List<RetrievalNode> tried) {
        List<RetrievalNode> now = new ArrayList<>(routes.replicas(shard));
        now.removeIf(node -> tried.stream().anyMatch(old -> old.address().equals(node.address())));
        return now;
    }

    private <T> Mono<Located<T>> inOrder(
            ShardId shard,
            List<RetrievalNode> nodes,
            Function<RetrievalApi, Mono<T>> call,
            @Nullable Throwable before) {
        if (nodes.isEmpty()) {
            return Mono.error(before == null ? noOwner(shard) : unavailable(shard, before));
        }
        List<RetrievalNode> rest = nodes.subList(1, nodes.size());
        return ask(shard, nodes.getFirst(), call)
                .onErrorResume(ShardCalls::anotherMayAnswer, failed -> inOrder(shard, rest, call, failed));
    }

    private <T> Mono<Located<T>> ask(ShardId shard, RetrievalNode node, Function<RetrievalApi, Mono<T>> call) {
        return Mono.defer(() -> call.apply(node.api()))
                .doOnNext(answer -> {
                    if (answer instanceof ShardCandidates candidates) {
                        order.isBehind(node, shard, candidates.behind());
                    }
                })
                .doOnError(ShardCalls::anotherMayAnswer, failure -> order.failed(node, shard, failure))
                .map(answer -> new Located<>(node, answer));
    }

    private static boolean anotherMayAnswer(Throwable failure) {
        return !(failure instanceof ProblemException e)
                || e.problem().status() >= 500
                || ProblemType.TOO_MANY_REQUESTS.is(e.problem());
    }

    private static ProblemException noOwner(ShardId shard) {
        return ProblemType.SHARD_UNAVAILABLE.exception(null, "No node holds shard " + shard + " at the moment.");
    }

    private static ProblemException unavailable(ShardId shard, Throwable failure) {
        return failure instanceof ProblemException e && ProblemType.SHARD_UNAVAILABLE.is(e.problem())
                ? e
                : ProblemType.SHARD_UNAVAILABLE.exception(
                        null,
                        failure instanceof ProblemException e
                                ? "Shard " + shard + " could not answer: "
                                        + e.problem().detail()
                                : "The node that holds shard " + shard + " cannot be reached.");
    }
}
