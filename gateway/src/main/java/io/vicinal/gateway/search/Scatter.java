package io.vicinal.gateway.search;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.embedding.QueryTokens;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.LexicalStatistics;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.contracts.search.RetrievalApi.ShardCandidates;
import io.vicinal.contracts.search.RetrievalApi.StatisticsQuery;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.gateway.search.Cursor.Pin;
import io.vicinal.gateway.search.QueryEmbedder.Embedded;
import io.vicinal.routing.Located;
import io.vicinal.routing.ShardCalls;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Asks every shard of a collection at once, each within the same share of the deadline. */
final class Scatter {
    /** As many as a collection may have: all are asked at once. */
    static final int AT_ONCE = 64;

    private static final Logger log = LoggerFactory.getLogger(Scatter.class);

    private final ShardCalls shards;

    Scatter(ShardCalls shards) {
        this.shards = shards;
    }

    static List<ShardId> shardsOf(Collection collection) {
        return IntStream.range(0, collection.shards())
                .mapToObj(partition -> new ShardId(collection.name(), collection.version(), partition))
                .toList();
    }

    /**
     * The statistics of the query's terms and word pieces, and the mean of the vectors where candidates are compared with each
     * other, over the shards that answer, so that what all shards say compares. Empty where that is not needed (one shard knows
     * its own; dense mode has no terms) or none answered.
     *
     * @param tokens null where there is no late interaction
     */
    Mono<Optional<LexicalStatistics>> statistics(
            SearchPlan plan, Collection collection, @Nullable QueryTokens tokens, Budget budget) {
        String query = plan.lexicalQuery();
        int[] pieces = tokens == null
                ? null
                : Arrays.stream(tokens.pieces()).distinct().toArray();
        if ((query == null && pieces == null && !plan.compared()) || collection.shards() == 1) {
            return Mono.just(Optional.empty());
        }
        return Flux.fromIterable(shardsOf(collection))
                .flatMap(
                        shard -> budget.within(
                                        Budget.Step.EMBED,
                                        shards.fastest(
                                                "statistics",
                                                shard,
                                                node -> node.statistics(new StatisticsQuery(
                                                        shard, query, plan.fuzziness(), pieces, plan.compared()))))
                                .map(Located::answer)
                                .onErrorComplete(Scatter::isTheShards),
                        AT_ONCE)
                .collectList()
                .map(StatisticsSum::of);
    }

    /** The candidates of every shard, in the order of the shards; one that fails or is late says why. */
    Mono<List<ShardOutcome>> candidates(
            SearchPlan plan,
            Collection collection,
            Embedded embedded,
            @Nullable LexicalStatistics statistics,
            Budget budget) {
        return Flux.fromIterable(shardsOf(collection))
                .flatMapSequential(
                        shard -> candidates(
                                query(shard, plan, embedded, statistics),
                                plan.browsing().cursor(),
                                budget),
                        AT_ONCE)
                .collectList();
    }

    /** What one shard is asked. */
    static CandidateQuery query(
            ShardId shard, SearchPlan plan, Embedded embedded, @Nullable LexicalStatistics statistics) {
        List<String> pinned = plan.composition().pinned();
        return new CandidateQuery(
                shard,
                plan.lexicalQuery(),
                plan.fuzziness(),
                embedded.vector(),
                embedded.tokens(),
                plan.candidates(),
                plan.groupBy(),
                plan.filter(),
                statistics,
                plan.usesDense(),
                plan.grouping(),
                null,
                embedded.vector() == null || plan.furtherVectors().isEmpty() ? null : plan.furtherVectors(),
                embedded.sparse(),
                plan.composition().values(),
                pinned.isEmpty() ? null : pinned);
    }

    private Mono<ShardOutcome> candidates(CandidateQuery query, @Nullable Cursor cursor, Budget budget) {
        Pin pin = cursor == null ? null : cursor.pin(query.shard().partition());
        return budget.within(
                        Budget.Step.RETRIEVE,
                        pin == null
                                ? shards.fastest("candidates", query.shard(), node -> node.candidates(query))
                                : again(query, pin))
                .map(found -> new ShardOutcome(query.shard(), found, null))
                .onErrorResume(
                        Scatter::isTheShards,
                        failure -> Mono.just(ShardOutcome.missing(query.shard(), reason(failure, budget))));
    }

    /** From the state of the shard that the page before came from. */
    private Mono<Located<ShardCandidates>> again(CandidateQuery query, Pin pin) {
        CandidateQuery there = query.at(pin.pointInTime());
        return shards.at(query.shard(), pin.node(), node -> node.candidates(there))
                .switchIfEmpty(Mono.error(() -> ProblemType.CURSOR_EXPIRED.exception(
                        "cursor",
                        "The node that keeps the state of shard " + query.shard()
                                + " that the cursor goes on with no longer holds that shard; search again from the first"
                                + " page.")));
    }

    /** A fault of the request is an error of the search; all else is the shard's, and the others go on without it. */
    static boolean isTheShards(Throwable failure) {
        return !(failure instanceof ProblemException e) || e.problem().status() >= 500;
    }

    static String reason(Throwable failure, Budget budget) {
        return switch (failure) {
            case TimeoutException late ->
                "It did not answer within its share of the deadline of " + budget.deadlineMs() + " ms.";
            case ProblemException problem -> problem.problem().detail();
            default -> {
                log.atWarn().setCause(failure).log("shard could not be asked");
                yield "It could not be asked.";
            }
        };
    }
}
