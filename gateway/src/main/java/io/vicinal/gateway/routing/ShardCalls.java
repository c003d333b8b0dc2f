package io.vicinal.gateway.routing;

import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.RetrievalApi;
import io.vicinal.contracts.search.ShardId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Asks a shard: one replica, then the next when that cannot answer, then those that a fresh routing table adds. Only
 * reads are asked this way, so asking twice does no harm.
 */
public final class ShardCalls {
    private final ShardRoutes routes;

    public ShardCalls(ShardRoutes routes) {
        this.routes = routes;
    }

    /**
     * @return the first answer; empty when the node answered with nothing; an error of type {@code shard-unavailable}
     *     when no replica could answer, or the node's own problem when the request is at fault (4xx)
     */
    public <T> Mono<Located<T>> first(ShardId shard, Function<RetrievalApi, Mono<T>> call) {
        return Mono.defer(() -> {
            List<RetrievalNode> known = routes.replicas(shard);
            return inOrder(shard, known, call, null)
                    .onErrorResume(
                            ShardCalls::anotherMayAnswer,
                            failed -> routes.refresh()
                                    .then(Mono.defer(() -> inOrder(shard, added(shard, known), call, failed))));
        });
    }

    /** What every replica answers, those that fail left out. */
    public <T> Flux<Located<T>> each(ShardId shard, Function<RetrievalApi, Mono<T>> call) {
        return Flux.defer(() -> Flux.fromIterable(routes.replicas(shard)))
                .flatMap(node -> ask(node, call).onErrorComplete());
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
        return ask(nodes.getFirst(), call)
                .onErrorResume(ShardCalls::anotherMayAnswer, failed -> inOrder(shard, rest, call, failed));
    }

    private static <T> Mono<Located<T>> ask(RetrievalNode node, Function<RetrievalApi, Mono<T>> call) {
        return Mono.defer(() -> call.apply(node.api())).map(answer -> new Located<>(node, answer));
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
