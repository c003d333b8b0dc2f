package io.vicinal.retrieval.query;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vicinal.contracts.document.Document;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.search.ExampleQuery;
import io.vicinal.contracts.search.ExampleQuery.ShardExamples;
import io.vicinal.contracts.search.Explanation;
import io.vicinal.contracts.search.LexicalStatistics;
import io.vicinal.contracts.search.NeighbourQuery;
import io.vicinal.contracts.search.NeighbourQuery.ShardNeighbours;
import io.vicinal.contracts.search.RetrievalApi;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.contracts.search.ShardState;
import io.vicinal.contracts.search.SnapshotDescription;
import io.vicinal.retrieval.recall.RecallMonitor;
import io.vicinal.retrieval.shard.Shard;
import io.vicinal.retrieval.shard.Shards;
import io.vicinal.retrieval.snapshot.SnapshotTaken;
import io.vicinal.retrieval.snapshot.Snapshots;
import java.io.IOException;
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
    private final Snapshots snapshots;
    private final MeterRegistry metrics;

    public RetrievalController(
            Shards shards, RecallMonitor recall, SearchThreads threads, Snapshots snapshots, MeterRegistry metrics) {
        this.shards = shards;
        this.recall = recall;
        this.snapshots = snapshots;
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
    public Mono<SortedDocuments> sorted(SortedQuery query) {
        return measured("sorted", query.shard(), () -> queries.sorted(query));
    }

    @Override
    public Mono<ShardFacets> facets(FacetQuery query) {
        return measured("facets", query.shard(), () -> queries.facets(query));
    }

    @Override
    public Mono<ShardNeighbours> neighbours(NeighbourQuery query) {
        return measured("neighbours", query.shard(), () -> queries.neighbours(query));
    }

    @Override
    public Mono<ShardExamples> examples(ExampleQuery query) {
        return measured("examples", query.shard(), () -> queries.examples(query));
    }

    @Override
    public Mono<List<StoredPassage>> passages(PassageQuery query) {
        return measured("passages", query.shard(), () -> queries.passages(query));
    }

    @Override
    public Mono<List<@Nullable Explanation>> explain(ExplainQuery query) {
        return measured("explain", query.query().shard(), () -> queries.explain(query));
    }

    @Override
    public Mono<List<@Nullable Direction>> directions(DirectionsQuery query) {
        return measured("directions", query.shard(), () -> queries.directions(query));
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
            return Mono.fromFuture(shard.await(query.partition(), query.documentsOffset()))
                    .timeout(Duration.ofMillis(Math.max(1, query.timeoutMs())))
                    .onErrorMap(TimeoutException.class, late -> notYet(query))
                    // off the shard's own timer, whatever the caller does next
                    .publishOn(Schedulers.parallel())
                    .then(Mono.defer(() -> measured("state", query.shard(), shard::state)));
        });
    }

    /** Holds no thread while it waits. */
    @Override
    public Mono<SnapshotResult> snapshot(SnapshotQuery query) {
        return Mono.defer(() -> Mono.fromFuture(snapshots.now(shards.open(query.shard())), true)
                        .map(RetrievalController::result)
                        .timeout(
                                Duration.ofMillis(Math.max(1, query.timeoutMs())),
                                Mono.just(new SnapshotResult(SnapshotStatus.RUNNING, null))))
                .onErrorMap(failure -> !(failure instanceof ProblemException), RetrievalController::noSnapshot)
                .publishOn(Schedulers.parallel());
    }

    private static SnapshotResult result(SnapshotTaken taken) {
        if (taken.snapshot() == null) {
            return new SnapshotResult(SnapshotStatus.EMPTY, null);
        }
        return new SnapshotResult(
                taken.unchanged() ? SnapshotStatus.UNCHANGED : SnapshotStatus.TAKEN, taken.snapshot());
    }

    /** The store answers when it likes, so no search thread waits for it. */
    @Override
    public Mono<List<SnapshotDescription>> snapshots(ShardId shard) {
        return Mono.fromCallable(() -> snapshots.list(shards.open(shard)))
                .onErrorMap(IOException.class, RetrievalController::noSnapshot)
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static ProblemException noSnapshot(Throwable failure) {
        return ProblemType.SERVICE_UNAVAILABLE.exception(
                null, "The store of snapshots does not do what it should: " + failure.getMessage());
    }

    @Override
    public Mono<Long> count(CountQuery query) {
        return measured("count", query.shard(), () -> queries.count(query));
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
                "the shard " + query.shard() + " has not shown offset " + query.documentsOffset()
                        + " of documents partition " + query.partition() + " within "
                        + query.timeoutMs() + " ms");
    }
}
