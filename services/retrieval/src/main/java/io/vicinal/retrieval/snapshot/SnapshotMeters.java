package io.vicinal.retrieval.snapshot;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.vicinal.contracts.search.ShardId;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.lucene.util.IORunnable;

/** How long snapshots and restores take, what they move, how they end, and how old each shard's last snapshot is. */
final class SnapshotMeters {
    private final MeterRegistry registry;
    private final Map<ShardId, TimeGauge> ages = new ConcurrentHashMap<>();

    SnapshotMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    Timer.Sample start() {
        return Timer.start(registry);
    }

    /** @param outcome taken, unchanged or failed */
    void snapshot(Timer.Sample sample, String outcome, long sentBytes) {
        sample.stop(registry.timer("vicinal.retrieval.snapshot.duration", "outcome", outcome));
        registry.counter("vicinal.retrieval.snapshot.bytes").increment(sentBytes);
    }

    void restore(long bytes, IORunnable work) throws IOException {
        Timer.Sample sample = start();
        String outcome = "failed";
        try {
            work.run();
            outcome = "restored";
            registry.counter("vicinal.retrieval.restore.bytes").increment(bytes);
        } finally {
            sample.stop(registry.timer("vicinal.retrieval.restore.duration", "outcome", outcome));
        }
    }

    /** @param nanos since it was last kept, or since it was opened here */
    void age(ShardId shard, LongSupplier nanos) {
        ages.computeIfAbsent(
                shard,
                id -> TimeGauge.builder("vicinal.retrieval.snapshot.age", nanos::getAsLong, TimeUnit.NANOSECONDS)
                        .description("since the shard was last kept apart from this node, or opened on it")
                        .tag("shard", id.toString())
                        .register(registry));
    }

    void gone(ShardId shard) {
        TimeGauge age = ages.remove(shard);
        if (age != null) {
            registry.remove(age);
        }
    }
}
