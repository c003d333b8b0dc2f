package io.vicinal.retrieval.assignment;

import io.vicinal.contracts.search.ShardId;
import io.vicinal.retrieval.shard.Shard;
import io.vicinal.retrieval.shard.Shards;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the brokers from time to time what time it is and where the logs of the open shards end. A consumer's own idea of
 * the end is as old as its last fetch: while the broker is away, a shard would take itself for up to date.
 */
final class LogWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LogWatch.class);

    private final Shards shards;
    private final PartitionLogs logs;
    private final LogClock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("shard-log-watch").daemon().factory());

    LogWatch(Shards shards, PartitionLogs logs, LogClock clock, Duration interval) {
        this.shards = shards;
        this.logs = logs;
        this.clock = clock;
        thread.scheduleWithFixedDelay(this::look, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void look() {
        try {
            clock.ask(logs.admin());
            Instant asked = clock.instant();
            Map<ShardId, Long> ends =
                    logs.ends(shards.all().stream().map(Shard::id).toList());
            ends.forEach((id, end) -> shards.find(id).ifPresent(shard -> shard.logEndsAt(end, asked)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            log.atDebug().setCause(e).log("the brokers do not say where the logs end");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
