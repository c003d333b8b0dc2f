package io.vicinal.retrieval.shard;

import static io.vicinal.retrieval.ShardBench.document;
import static io.vicinal.retrieval.ShardBench.unit;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.retrieval.ShardBench;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PointsInTimeTest {
    private static final Duration NEVER = Duration.ofDays(1);

    @TempDir
    Path data;

    private ShardBench bench;
    private Shard shard;
    private long offset;

    @AfterEach
    void close() throws IOException {
        shard.close();
        bench.close();
    }

    private void open(Duration age, Duration cursors) throws IOException {
        bench = new ShardBench(data);
        shard = new ShardHome(
                        data,
                        new ShardSettings(NEVER, NEVER, age, 0, cursors),
                        bench.timer,
                        Clock.systemUTC(),
                        Archive.NONE)
                .open(ShardBench.collection(2, VectorFormat.INT8), 0, ShardBench.log(0), null);
    }

    /** A state of the index that a search saw, replaced by the next. */
    private long state() throws IOException {
        shard.put(document("d" + offset, "Text.", Map.of(), unit(1, 0)));
        shard.advance(offset++, -1);
        shard.refresh();
        try (PointInTime at = shard.pointInTime()) {
            return at.number();
        }
    }

    private boolean isKept(long number) throws IOException {
        try (PointInTime at = shard.pointInTime(number)) {
            return at != null;
        }
    }

    @Test
    void statesThatAnsweredAreKeptForCursorsButNotTooMany() throws IOException {
        open(Duration.ZERO, NEVER);
        List<Long> states = new ArrayList<>();
        for (int i = 0; i < PointsInTime.MOST + 5; i++) {
            states.add(state());
        }
        shard.prune();
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            if (isKept(states.get(i))) {
                kept.add(i);
            }
        }
        // the newest is not counted
        assertThat(kept).isEqualTo(IntStream.range(4, states.size()).boxed().toList());
    }

    @Test
    void aStateThatIsReadIsKeptOnFromThen() throws Exception {
        open(Duration.ZERO, Duration.ofMillis(600));
        long read = state();
        long forgotten = state();
        state();
        for (int i = 0; i < 4; i++) {
            Thread.sleep(250);
            assertThat(isKept(read)).isTrue();
            shard.prune();
        }
        assertThat(isKept(read)).isTrue();
        assertThat(isKept(forgotten)).isFalse();
        Thread.sleep(700);
        shard.prune();
        assertThat(isKept(read)).isFalse();
    }
}
