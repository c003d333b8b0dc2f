package io.vicinal.retrieval.recall;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.search.ShardId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Recall and effort of each shard, and how many queries stand behind them. */
final class RecallMeters {
    private final MeterRegistry registry;
    private final Map<ShardId, List<Meter>> meters = new ConcurrentHashMap<>();

    RecallMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void add(ShardId id, ShardRecall recall) {
        remove(id);
        String shard = id.toString();
        meters.put(
                id,
                List.of(
                        Gauge.builder("vicinal.retrieval.recall", recall, ShardRecall::recall)
                                .description("share of the ten nearest that vector search finds")
                                .tag("shard", shard)
                                .register(registry),
                        Gauge.builder(
                                        "vicinal.retrieval.search.effort",
                                        recall,
                                        known -> known.effort().neighbours())
                                .description("neighbours that a vector search goes through")
                                .tag("shard", shard)
                                .register(registry),
                        Counter.builder("vicinal.retrieval.recall.queries")
                                .description("queries that were run again exactly")
                                .tag("shard", shard)
                                .register(registry)));
    }

    void measured(ShardId id) {
        meters.getOrDefault(id, List.of()).stream()
                .filter(Counter.class::isInstance)
                .forEach(counter -> ((Counter) counter).increment());
    }

    void remove(ShardId id) {
        List<Meter> gone = meters.remove(id);
        if (gone != null) {
            gone.forEach(registry::remove);
        }
    }
}
