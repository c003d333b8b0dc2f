package io.vicinal.retrieval.query;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vicinal.contracts.document.Document;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.LexicalStatistics;
import io.vicinal.contracts.search.RetrievalApi;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.contracts.search.ShardState;
import io.vicinal.retrieval.recall.RecallMonitor;
import io.vicinal.retrieval.shard.Shard;
import io.vicinal.retrieval.shard.Shards;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What this node answers for the shards that are open on it. */
@RestController
public class RetrievalController implements RetrievalApi {
    private final Shards shards;
    private final RecallMonitor recall;
    private final ShardQueries queries;
    private final SearchThreads threads;
    private final MeterRegistry metrics;

    public RetrievalController(Shards shards, RecallMonitor recall, SearchThreads threads, MeterRegistry metrics) {
        this.shards = shards;
        this.recall = recall;
        this.queries = new ShardQueries(shards, recall);
        this.threads = threads;
        this.metrics = metrics;
    }

    @Override
    public Mono<LexicalStatistics> statistics(StatisticsQuery query) {
        return measured("statistics", query.shard(), () -> queries.statistics(query));
    }

    @Override
    public Mono<ShardCandidates> candidates(CandidateQuery query) {
        return measured("candidates", query.shard(), () -> queries.candidates(query));
    }

    @Override
    public Mono<List<StoredPassage>> passages(PassageQuery query) {
        return measured("passages", query.shard(), () -> queries.passages(query));
    }

    @Override
    public Mono<Document> document(DocumentQuery query) {
        return measured("document", query.shard(), () -> queries.document(query));
    }

    @Override
    public Mono<ShardState> state(ShardId shard) {
        return measured("state", shard, () -> recall.complete(shards.state(shard)));
    }

    /** Holds no thread while it waits. */
    @Override
    public Mono<ShardState> await(AwaitQuery query) {
        return Mono.defer(() -> {
            Shard shard = shards.serving(query.shard());
            return Mono.fromFuture(shard.await(query.documentsOffset()))
                    .timeout(Duration.ofMillis(Math.max(1, query.timeoutMs())))
                    .onErrorMap(TimeoutException.class, late -> notYet(query))
                    // off the shard's own timer, whatever the caller does next
                    .publishOn(Schedulers.parallel())
                    .then(Mono.defer(() -> measured("state", query.shard(), shard::state)));
        });
    }

    private <T> Mono<T> measured(String what, ShardId shard, Callable<@Nullable T> work) {
        return threads.run(() -> {
            Timer.Sample sample = Timer.start(metrics);
            String outcome = "failed";
            try {
                T answer = work.call();
                outcome = "answered";
                return answer;
            } catch (ProblemException e) {
                outcome = "refused";
                throw e;
            } catch (AlreadyClosedException e) {
                outcome = "refused";
                throw ProblemType.SHARD_UNAVAILABLE.exception(
                        null, "the shard " + shard + " is leaving this node; ask again, or another node");
            } finally {
                sample.stop(metrics.timer("vicinal.retrieval." + what + ".duration", "outcome", outcome));
            }
        });
    }

    private static ProblemException notYet(AwaitQuery query) {
        return ProblemType.DEADLINE_EXCEEDED.exception(
                null,
                "the shard " + query.shard() + " has not shown offset " + query.documentsOffset() + " within "
                        + query.timeoutMs() + " ms");
    }
}
