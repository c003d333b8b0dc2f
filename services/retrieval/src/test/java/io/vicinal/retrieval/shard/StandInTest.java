package io.vicinal.retrieval.shard;

import static io.vicinal.retrieval.ShardBench.document;
import static io.vicinal.retrieval.ShardBench.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.search.ShardState.Status;
import io.vicinal.retrieval.ShardBench;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.apache.lucene.store.AlreadyClosedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shard whose writer is gone and that is opened again. */
class StandInTest {
    private static final Collection COLLECTION = ShardBench.collection(2, VectorFormat.INT8);

    @TempDir
    Path data;

    private final Shards shards = new Shards();
    private ShardBench bench;
    private Shard first;

    @BeforeEach
    void shows5AndHasCommitted3() throws IOException {
        bench = new ShardBench(data);
        first = bench.open(COLLECTION);
        shards.opened(first);
        apply(first, 0, 3);
        first.commit();
        apply(first, 3, 5);
        first.refresh();
        first.letGoOfWriter();
    }

    @AfterEach
    void close() throws IOException {
        shards.find(first.id()).orElseThrow().close();
        bench.close();
    }

    private static void apply(Shard shard, int from, int to) throws IOException {
        for (int n = from; n < to; n++) {
            shard.put(document("d" + n, "number " + n, Map.of(), unit(n + 1, 1)));
            shard.advance(n, n);
        }
    }

    private Shard reopened(Shard before) throws IOException {
        Shard again = bench.home(Clock.systemUTC(), Archive.NONE).open(COLLECTION, 0, ShardBench.log(7), before);
        shards.opened(again);
        before.succeeded();
        return again;
    }

    @Test
    void withoutAWriterItAnswersAndSaysThatItIsReadOnly() throws IOException {
        assertThat(first.isWritable()).isFalse();
        assertThatThrownBy(() -> apply(first, 5, 6)).isInstanceOf(AlreadyClosedException.class);
        assertThat(first.state().status()).isEqualTo(Status.READ_ONLY);
        assertThat(shards.serving(first.id())).isSameAs(first);
        assertThat(first.state().documents()).isEqualTo(5);
    }

    @Test
    void theOneBeforeAnswersUntilItsSuccessorHasCaughtUp() throws IOException {
        Shard again = reopened(first);
        assertThat(again.applied().offset()).isEqualTo(3);
        assertThat(shards.serving(first.id())).isSameAs(first);
        assertThat(again.state().status()).isEqualTo(Status.READ_ONLY);
        assertThat(again.state().reason()).contains("catches up");
        assertThat(again.state().documents()).isEqualTo(5);
        apply(again, 3, 7);
        assertThat(shards.serving(first.id())).isSameAs(first);
        again.refresh();
        assertThat(shards.serving(first.id())).isSameAs(again);
        assertThat(again.state().status()).isEqualTo(Status.SERVING);
        assertThat(again.state().documents()).isEqualTo(7);
    }

    @Test
    void whatTheOneBeforeHasFoundCanBeFetchedForAWhile() throws IOException {
        long number;
        try (PointInTime at = first.pointInTime()) {
            number = at.number();
        }
        Shard again = reopened(first);
        apply(again, 3, 7);
        again.refresh();
        try (PointInTime earlier = again.pointInTime(number)) {
            assertThat(earlier.searcher().getIndexReader().numDocs()).isEqualTo(10);
        }
        again.prune();
        again.prune();
        assertThat(again.pointInTime(number)).isNull();
        assertThatThrownBy(first::pointInTime).isInstanceOf(AlreadyClosedException.class);
    }

    @Test
    void oneThatFailsBeforeItHasCaughtUpLeavesTheFirstInPlace() throws IOException {
        Shard second = reopened(first);
        second.letGoOfWriter();
        Shard third = reopened(second);
        assertThat(shards.serving(first.id())).isSameAs(first);
        assertThatThrownBy(second::pointInTime).isInstanceOf(AlreadyClosedException.class);
        apply(third, 3, 7);
        third.refresh();
        assertThat(shards.serving(first.id())).isSameAs(third);
    }
}
