package io.vicinal.retrieval.assignment;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.retrieval.shard.Shard;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.store.AlreadyClosedException;

/** Gauges for each open shard, and how long records take to be applied. */
final class ShardMeters {
    private final MeterRegistry registry;
    private final Map<ShardId, List<Meter>> gauges = new ConcurrentHashMap<>();

    ShardMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void add(Shard shard) {
        String name = shard.id().toString();
        gauges.put(
                shard.id(),
                List.of(
                        Gauge.builder("vicinal.retrieval.shard.documents", shard, ShardMeters::documents)
                                .description("documents that can be found")
                                .tag("shard", name)
                                .register(registry),
                        Gauge.builder("vicinal.retrieval.shard.behind", shard, Shard::behind)
                                .description("records on the log that the searcher does not show")
                                .tag("shard", name)
                                .register(registry)));
    }

    private static double documents(Shard shard) {
        try {
            return shard.documents();
        } catch (IOException | AlreadyClosedException e) {
            return Double.NaN;
        }
    }

    void remove(Shard shard) {
        gauges.getOrDefault(shard.id(), List.of()).forEach(registry::remove);
        gauges.remove(shard.id());
    }

    void opened(Shard shard) {
        registry.counter(
                        "vicinal.retrieval.shard.opened",
                        "from",
                        shard.origin().name().toLowerCase(Locale.ROOT))
                .increment();
    }

    Timer.Sample start() {
        return Timer.start(registry);
    }

    void applied(Timer.Sample sample, String outcome) {
        sample.stop(registry.timer("vicinal.retrieval.index.duration", "outcome", outcome));
    }
}
