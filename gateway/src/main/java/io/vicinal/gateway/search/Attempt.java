package io.vicinal.gateway.search;

import io.vicinal.contracts.search.RetrievalApi;
import io.vicinal.contracts.search.RetrievalApi.ShardCandidates;
import io.vicinal.routing.Located;
import io.vicinal.routing.ShardCalls;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Finding hits and fetching their texts. The texts are with the node that found the hits; where it goes between the two, or hangs, all
 * is found again by the replicas that are left, in the time that is left.
 */
final class Attempt {
    private static final Logger log = LoggerFactory.getLogger(Attempt.class);

    private final ShardCalls shards;
    private final Budget budget;
    private final boolean isFirst;
    private final Sinks.Empty<Void> late = Sinks.empty();

    private Attempt(ShardCalls shards, Budget budget, boolean isFirst) {
        this.shards = shards;
        this.budget = budget;
        this.isFirst = isFirst;
    }

    /**
     * What {@code find} finds: of two attempts the first whose texts are all there, or the one that misses fewer shards. The
     * second begins when the first has lost texts, or while it still waits for them where another replica may have them.
     */
    static Mono<Found> found(ShardCalls shards, Budget budget, Function<Attempt, Mono<Found>> find) {
        return Mono.defer(() -> {
            Attempt first = new Attempt(shards, budget, true);
            Mono<Found> second = Mono.defer(() ->
                            budget.isOver() ? Mono.empty() : find.apply(new Attempt(shards, budget.again(), false)))
                    .onErrorResume(failure -> {
                        log.atDebug().setCause(failure).log("second attempt failed, the first stands");
                        return Mono.empty();
                    });
            return find.apply(first)
                    .publish(once -> Flux.merge(
                                    once,
                                    first.isToBeRepeated(once)
                                            .filter(yes -> yes)
                                            .flatMap(_ -> second))
                            .takeUntil(Found::hasItsTexts)
                            .reduce(Found::orBetter));
        });
    }

    private Mono<Boolean> isToBeRepeated(Mono<Found> once) {
        return Mono.firstWithSignal(
                once.map(found -> !found.hasItsTexts()).onErrorComplete(),
                late.asMono().thenReturn(true));
    }

    Budget budget() {
        return budget;
    }

    /** Asks the node that found the shard's candidates, which alone holds their point in time. */
    <T> Mono<T> ask(ShardOutcome from, Located<ShardCandidates> found, Function<RetrievalApi, Mono<T>> call) {
        Mono<T> answer = shards.there(from.shard(), found.node(), call).map(Located::answer);
        return budget.within(Budget.Step.FETCH, isFirst ? Mono.firstWithSignal(answer, late(from, found)) : answer);
    }

    /** No answer, ever; only the word that the node keeps its caller waiting. */
    private <T> Mono<T> late(ShardOutcome from, Located<ShardCandidates> found) {
        return Mono.delay(budget.patience())
                .filter(_ -> shards.avoid(from.shard(), found.node()))
                .doOnNext(_ -> late.tryEmitEmpty())
                .then(Mono.never());
    }
}
