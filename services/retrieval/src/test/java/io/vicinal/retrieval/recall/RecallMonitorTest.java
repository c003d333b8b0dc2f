package io.vicinal.retrieval.recall;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.retrieval.shard.Shard;
import io.vicinal.retrieval.shard.Shards;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RecallMonitorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration QUIET = Duration.ofMillis(300);

    @TempDir
    Path data;

    @Test
    void measuresAgainWhenSegmentsWereMerged() throws Exception {
        Shards shards = new Shards();
        try (ShardBench bench = new ShardBench(data);
                Shard shard = bench.open(ShardBench.collection(3, VectorFormat.INT8));
                RecallMonitor monitor = new RecallMonitor(shards, () -> true, 1, new SimpleMeterRegistry())) {
            for (int i = 0; i < 4; i++) {
                shard.put(ShardBench.document(Integer.toString(i), "x", Map.of(), ShardBench.unit(1, i, 0)));
                shard.advance(i, i);
                shard.refresh();
            }
            assertThat(ShardBench.segments(shard)).isGreaterThan(1);
            shards.opened(shard);
            monitor.offer(
                    shard,
                    new CandidateQuery(
                            shard.id(), null, ShardBench.unit(1, 1, 0), null, 2, GroupBy.DOCUMENT, null, null));
            awaitMeasured(monitor, shard, 1);
            Thread.sleep(QUIET);
            assertThat(measured(monitor, shard)).as("while nothing changed").isEqualTo(1);

            ShardBench.gather(shard);
            awaitMeasured(monitor, shard, 2);
        }
    }

    private static void awaitMeasured(RecallMonitor monitor, Shard shard, long times) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (measured(monitor, shard) < times && System.nanoTime() < deadline) {
            Thread.sleep(Duration.ofMillis(10));
        }
        assertThat(measured(monitor, shard)).isGreaterThanOrEqualTo(times);
    }

    private static long measured(RecallMonitor monitor, Shard shard) throws Exception {
        Long measured = monitor.complete(shard.state()).recallQueries();
        return measured == null ? 0 : measured;
    }
}
