package io.vicinal.retrieval.recall;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.contracts.search.ShardState;
import io.vicinal.retrieval.candidates.SearchEffort;
import io.vicinal.retrieval.shard.LowPriority;
import io.vicinal.retrieval.shard.PointInTime;
import io.vicinal.retrieval.shard.Shard;
import io.vicinal.retrieval.shard.Shards;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the recall of this node's shards on a share of their real queries, on one thread, while no query waits or
 * runs; stops as soon as one does, and goes on later. What it knows of a shard stays as long as the shard is open.
 */
public final class RecallMonitor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RecallMonitor.class);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    /** A searcher is held no longer than this for a measurement that is kept from ending. */
    private static final Duration LONGEST_MEASUREMENT = Duration.ofMinutes(1);

    private final Shards shards;
    private final BooleanSupplier idle;
    private final double share;
    private final RecallMeters meters;
    private final Map<ShardId, ShardRecall> recalls = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    private @Nullable Measurement current;
    private long begun;
    private int turn;

    /**
     * Starts at once.
     *
     * @param idle whether no query waits or runs
     * @param share of one core that it takes at most, 0 for none: nothing is measured then
     */
    public RecallMonitor(Shards shards, BooleanSupplier idle, double share, MeterRegistry metrics) {
        this.shards = shards;
        this.idle = idle;
        this.share = Math.clamp(share, 0, 1);
        this.meters = new RecallMeters(metrics);
        this.thread = Thread.ofPlatform().name("recall").daemon().unstarted(this::run);
        if (share > 0) {
            thread.start();
        }
    }

    /** How hard to search the shard now. */
    public SearchEffort effort(Shard shard) {
        return of(shard).effort();
    }

    /** A query with a vector that the shard has answered; some are kept. */
    public void offer(Shard shard, CandidateQuery query) {
        if (share > 0 && query.vector() != null) {
            of(shard).offer(query);
        }
    }

    /** A shard's state with what is known of its recall. */
    public ShardState complete(ShardState state) {
        ShardRecall known = recalls.get(state.shard());
        if (known == null) {
            return state;
        }
        double recall = known.recall();
        return state.withRecall(
                Double.isNaN(recall) ? null : recall,
                known.measured(),
                known.effort().neighbours());
    }

    private ShardRecall of(Shard shard) {
        ShardRecall known = recalls.get(shard.id());
        return known != null && known.collection == shard.collection() ? known : renew(shard);
    }

    /** What was learned of a collection is kept when its shard is opened anew, but not for another of the same name. */
    private ShardRecall renew(Shard shard) {
        return recalls.compute(shard.id(), (id, known) -> {
            if (known != null && known.collection.equals(shard.collection())) {
                return known;
            }
            ShardRecall fresh = new ShardRecall(shard.collection(), System::nanoTime);
            meters.add(id, fresh);
            return fresh;
        });
    }

    private void run() {
        LowPriority.yieldToOthers();
        while (!closed) {
            long began = System.nanoTime();
            turn();
            long worked = System.nanoTime() - began;
            long pause = Math.clamp((long) (worked * (1 / share - 1)), PAUSE.toNanos(), LONGEST_PAUSE.toNanos());
            try {
                Thread.sleep(Duration.ofNanos(share == 1 ? 1_000_000 : pause));
            } catch (InterruptedException e) {
                break;
            }
        }
        stop();
    }

    private void turn() {
        try {
            if (!idle.getAsBoolean()) {
                return;
            }
            if (current == null) {
                forgetClosed();
                current = next();
                begun = System.nanoTime();
            }
            if (current == null) {
                return;
            }
            if (current.run(() -> !closed && idle.getAsBoolean())) {
                meters.measured(current.sample().query.shard());
                stop();
            } else if (System.nanoTime() - begun > LONGEST_MEASUREMENT.toNanos()) {
                stop();
            }
        } catch (AlreadyClosedException | ProblemException e) {
            log.atDebug().setCause(e).log("a query was not measured");
            drop();
        } catch (IOException | RuntimeException e) {
            log.atWarn().setCause(e).log("a query could not be measured");
            drop();
        }
    }

    /** The next shard in turn that has something to measure. */
    private @Nullable Measurement next() throws IOException {
        List<Shard> open = shards.all();
        for (int i = 0; i < open.size(); i++) {
            Shard shard = open.get(Math.floorMod(turn++, open.size()));
            ShardRecall recall = recalls.get(shard.id());
            if (recall == null || !shard.isServing()) {
                continue;
            }
            Sample due;
            try (PointInTime snapshot = shard.pointInTime()) {
                due = recall.due(Measurement.largestSegment(snapshot.searcher().getIndexReader()));
            }
            if (due != null) {
                return new Measurement(shard, recall, due);
            }
        }
        return null;
    }

    private void forgetClosed() {
        recalls.keySet().removeIf(id -> {
            boolean gone = shards.find(id).isEmpty();
            if (gone) {
                meters.remove(id);
            }
            return gone;
        });
    }

    private void drop() {
        Measurement failed = current;
        if (failed != null) {
            failed.recall().drop(failed.sample());
        }
        stop();
    }

    private void stop() {
        Measurement done = current;
        current = null;
        try {
            if (done != null) {
                done.close();
            }
        } catch (IOException e) {
            log.atDebug().setCause(e).log("a searcher was not given back");
        }
    }

    /** Ends what is being measured. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
