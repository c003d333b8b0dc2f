package io.vicinal.gateway.search;

import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.reranking.RerankingApi;
import io.vicinal.contracts.reranking.RerankingApi.Order;
import java.util.List;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/** The global order of a pool. What diversity makes of it is the last word: a cross-encoder's scores would undo it. */
final class Reranker {
    private final RerankingApi reranking;
    private final CrossEncoder crossEncoder;

    Reranker(EmbeddingApi embedding, RerankingApi reranking) {
        this.reranking = reranking;
        this.crossEncoder = new CrossEncoder(embedding, reranking);
    }

    Mono<Ordered> rerank(Pool pool, SearchPlan plan, Attempt attempt) {
        if (pool.entries().isEmpty()) {
            return Mono.just(new Ordered(List.of(), null));
        }
        Budget budget = attempt.budget();
        // 1. By score; where no cross-encoder is to read, diversity is a step of that.
        return ask(budget, Mono.defer(() -> reranking.order(pool.signals(plan))))

                // 2. Have a cross-encoder read the best.
                .flatMap(order -> crossEncoder.reorder(pool, order, plan, attempt))

                // 3. Choose each to differ from those before it.
                .flatMap(read -> diversified(pool, read.order(), plan, budget)
                        .map(order -> new Ordered(pool.ranked(order), read.warning())));
    }

    private Mono<Order> diversified(Pool pool, Order order, SearchPlan plan, Budget budget) {
        return plan.isDiversifiedLast()
                ? ask(budget, Mono.defer(() -> reranking.diversify(pool.read(order, plan))))
                : Mono.just(order);
    }

    private static <T> Mono<T> ask(Budget budget, Mono<T> call) {
        return budget.within(Budget.Step.RERANK, call).onErrorMap(failure -> problem(failure, budget));
    }

    private static ProblemException problem(Throwable failure, Budget budget) {
        if (failure instanceof TimeoutException) {
            return budget.missedBy("reranking service");
        }
        return failure instanceof ProblemException e && !ProblemType.SERVICE_UNAVAILABLE.is(e.problem())
                ? e
                : ProblemType.SERVICE_UNAVAILABLE.exception(
                        null, "The reranking service cannot be reached; try again in a moment.");
    }
}
