package io.vicinal.gateway.search;

import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.embedding.EmbeddingApi.PairsQuery;
import io.vicinal.contracts.embedding.PairScores;
import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.reranking.RerankingApi;
import io.vicinal.contracts.reranking.RerankingApi.CrossEncoded;
import io.vicinal.contracts.reranking.RerankingApi.Order;
import io.vicinal.contracts.search.CrossEncoding;
import io.vicinal.contracts.search.RetrievalApi.StoredPassage;
import io.vicinal.gateway.search.Pool.Chosen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Has a cross-encoder read the query with the best of an order, and blends its scores in. Best first, as many as there is time for; where
 * it fails, the order stands and a warning says so. Only a model that is none, or no cross-encoder, fails the search.
 */
final class CrossEncoder {
    private static final Logger log = LoggerFactory.getLogger(CrossEncoder.class);
    /** Of the time that is left: the rest is for blending and fetching. */
    private static final double SHARE = 0.7;

    private final EmbeddingApi embedding;
    private final RerankingApi reranking;

    /** @param warning null where all were read */
    record Reordered(Order order, @Nullable String warning) {}

    CrossEncoder(EmbeddingApi embedding, RerankingApi reranking) {
        this.embedding = embedding;
        this.reranking = reranking;
    }

    Mono<Reordered> reorder(Pool pool, Order order, SearchPlan plan, Attempt attempt) {
        CrossEncoding asked = plan.rerank();
        if (asked == null || plan.query() == null || order.ranked().isEmpty()) {
            return Mono.just(new Reordered(order, null));
        }
        List<Chosen> best = pool.best(order, plan.read());
        Mono<Reordered> reordered = Fetcher.passages(best, attempt)
                .flatMap(passages -> scores(asked, plan, best, passages, attempt.budget()))
                .flatMap(scores -> reranking
                        .blend(new CrossEncoded(order, scores, Objects.requireNonNull(asked.weight())))
                        .map(blended -> new Reordered(blended, warning(asked, scores))));
        return attempt.budget().within(Budget.Step.CROSS_ENCODE, reordered).onErrorResume(failure -> {
            if (failure instanceof ProblemException e && isOfTheModel(e.problem())) {
                return Mono.error(new ProblemException(new Problem(
                        e.problem().type(),
                        e.problem().title(),
                        e.problem().status(),
                        e.problem().detail(),
                        "rerank.model")));
            }
            log.atDebug().setCause(failure).addKeyValue("model", asked.model()).log("no cross-encoder");
            return Mono.just(new Reordered(order, without(asked, failure)));
        });
    }

    private static boolean isOfTheModel(Problem problem) {
        return ProblemType.UNKNOWN_MODEL.is(problem) || ProblemType.WRONG_MODEL_KIND.is(problem);
    }

    /** Of each of the best; null where it was not read. */
    private Mono<List<@Nullable Double>> scores(
            CrossEncoding asked,
            SearchPlan plan,
            List<Chosen> best,
            Map<Chosen, StoredPassage> passages,
            Budget budget) {
        List<String> texts = best.stream().map(hit -> text(passages.get(hit))).toList();
        int left = (int) Math.max(1, SHARE * budget.left().toMillis());
        int time = asked.deadlineMs() == null ? left : Math.min(left, asked.deadlineMs());
        return embedding
                .scorePairs(new PairsQuery(
                        Objects.requireNonNull(asked.model()), Objects.requireNonNull(plan.query()), texts, time))
                .map(PairScores::scores)
                .map(scores -> new ArrayList<>(scores.subList(0, Math.min(scores.size(), best.size()))));
    }

    /** Title and text, as they were embedded; blank where the passage has gone, which is not scored. */
    private static String text(@Nullable StoredPassage passage) {
        if (passage == null) {
            return "";
        }
        return passage.title() == null ? passage.text() : passage.title() + " " + passage.text();
    }

    private static @Nullable String warning(CrossEncoding asked, List<@Nullable Double> scores) {
        long read = scores.stream().filter(Objects::nonNull).count();
        return read == scores.size()
                ? null
                : "The cross-encoder \"%s\" read %d of the best %d before its time was over; the others stand behind those."
                        .formatted(asked.model(), read, scores.size());
    }

    private static String without(CrossEncoding asked, Throwable failure) {
        return "The cross-encoder \"%s\" was left out: %s"
                .formatted(
                        asked.model(),
                        failure instanceof ProblemException e ? e.problem().detail() : "it did not answer in time.");
    }
}
