package io.vicinal.retrieval.snapshot;

import io.vicinal.contracts.search.ShardId;
import io.vicinal.kafka.Backoff;
import io.vicinal.retrieval.shard.Shard;
import io.vicinal.retrieval.shard.Shards;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When which shard is kept: each once an interval, one at a time on a thread of its own, whatever else the node does. What
 * fails is tried again after growing pauses, and is never more than a line in the log, a metric and a detail of health.
 */
final class SnapshotSchedule implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SnapshotSchedule.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LAST_RETRY = Duration.ofMinutes(5);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    /** What is done when a shard is due. */
    interface Work {
        SnapshotUpload.Taken take(Shard shard) throws Exception;
    }

    private static final class Due {
        private final Backoff backoff = new Backoff(FIRST_RETRY, LAST_RETRY);
        private long next;
        private volatile long last = System.nanoTime();

        private Due(long next) {
            this.next = next;
        }
    }

    private final Shards shards;
    private final Duration interval;
    private final Work work;
    private final SnapshotMeters meters;
    private final Map<ShardId, Due> due = new HashMap<>();
    private final Map<ShardId, String> failing = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("shard-snapshots").daemon().factory());

    /** @param interval zero for none by itself */
    SnapshotSchedule(Shards shards, Duration interval, Work work, SnapshotMeters meters) {
        this.shards = shards;
        this.interval = interval;
        this.work = work;
        this.meters = meters;
        if (interval.isPositive()) {
            thread.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Shards whose last try failed, with the reason. */
    Map<ShardId, String> failing() {
        return Map.copyOf(failing);
    }

    /** As soon as the one that runs has ended. */
    CompletableFuture<SnapshotUpload.Taken> now(Shard shard) {
        CompletableFuture<SnapshotUpload.Taken> taken = new CompletableFuture<>();
        later(() -> {
            try {
                taken.complete(work.take(shard));
                failing.remove(shard.id());
            } catch (Exception e) {
                taken.completeExceptionally(e);
            }
        });
        return taken;
    }

    void later(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            log.atDebug().log("no more snapshots while shutting down");
        }
    }

    private void look() {
        for (Shard shard : shards.all()) {
            Due its = due.computeIfAbsent(shard.id(), id -> new Due(System.nanoTime() + part(interval)));
            meters.age(shard.id(), () -> System.nanoTime() - its.last);
            if (System.nanoTime() - its.next >= 0 && !thread.isShutdown()) {
                take(shard, its);
            }
        }
        due.keySet().removeIf(id -> shards.find(id).isEmpty() && forgotten(id));
    }

    private boolean forgotten(ShardId id) {
        meters.gone(id);
        failing.remove(id);
        return true;
    }

    private void take(Shard shard, Due its) {
        try {
            work.take(shard);
            its.last = System.nanoTime();
            its.backoff.reset();
            its.next = its.last + interval.toNanos();
            failing.remove(shard.id());
        } catch (Exception e) { // whatever it is, the next shard has its turn
            its.next = System.nanoTime() + its.backoff.next().toNanos();
            failing.put(shard.id(), String.valueOf(e.getMessage()));
            log.atWarn()
                    .addKeyValue("shard", shard.id())
                    .addKeyValue("reason", e.toString())
                    .log("no snapshot taken, will try again");
        }
    }

    /** Nodes that start together need not send together. */
    private static long part(Duration interval) {
        return ThreadLocalRandom.current().nextLong(interval.toNanos());
    }

    @Override
    public void close() {
        thread.shutdown(); // not by an interrupt, which would close files of Lucene's
        try {
            if (!thread.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("a snapshot is still being sent; it is no snapshot until it is whole");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
