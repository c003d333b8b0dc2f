package io.vicinal.retrieval.shard;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.util.IORunnable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a shard does from time to time: refresh, commit, let go of old searchers; and a refresh soon, when asked. */
final class Upkeep {
    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration PRUNE = Duration.ofSeconds(5);
    private static final Duration EXPIRED = Duration.ofMinutes(1);
    /** A shard that is not written to for so long is at rest. */
    private static final Duration REST = Duration.ofSeconds(30);

    private final Shard shard;
    private final ScheduledExecutorService timer;
    private final List<ScheduledFuture<?>> regular;
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile long lastAsked = System.nanoTime() - ShardSettings.REFRESH_GAP.toNanos();

    Upkeep(Shard shard, ShardSettings settings, ScheduledExecutorService timer) {
        this.shard = shard;
        this.timer = timer;
        this.regular = List.of(
                // a shard that catches up shows nothing yet, and small segments only to merge them again help nobody
                every(settings.refresh(), () -> {
                    if (shard.isServing() && shard.hasNews()) {
                        shard.refresh();
                    }
                }),
                every(settings.commit(), shard::commit),
                every(PRUNE, shard::prune),
                every(EXPIRED, shard::removeExpired),
                every(REST, shard::gather));
    }

    private ScheduledFuture<?> every(Duration interval, IORunnable work) {
        return timer.scheduleWithFixedDelay(
                () -> run(work), interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Refreshes now or a gap after the last time, once for all who ask meanwhile. */
    void refreshSoon() {
        if (!asked.compareAndSet(false, true)) {
            return;
        }
        long wait = ShardSettings.REFRESH_GAP.toNanos() - (System.nanoTime() - lastAsked);
        try {
            timer.schedule(this::refresh, Math.max(0, wait), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            log.atDebug().addKeyValue("shard", shard.id()).log("no refresh while shutting down");
        }
    }

    private void refresh() {
        asked.set(false);
        lastAsked = System.nanoTime();
        run(shard::refresh);
    }

    private void run(IORunnable work) {
        try {
            work.run();
        } catch (AlreadyClosedException e) {
            log.atDebug().addKeyValue("shard", shard.id()).log("shard closed meanwhile");
        } catch (IOException | RuntimeException e) {
            log.atError().setCause(e).addKeyValue("shard", shard.id()).log("shard upkeep failed");
        }
    }

    void stop() {
        regular.forEach(task -> task.cancel(false));
    }
}
