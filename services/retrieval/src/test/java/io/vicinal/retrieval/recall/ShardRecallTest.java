package io.vicinal.retrieval.recall;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.contracts.collection.VectorFormat;
import io.vicinal.contracts.search.GroupBy;
import io.vicinal.contracts.search.RetrievalApi.CandidateQuery;
import io.vicinal.contracts.search.ShardId;
import io.vicinal.retrieval.ShardBench;
import io.vicinal.retrieval.candidates.SearchEffort;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ShardRecallTest {
    private static final ShardId SHARD = new ShardId("test", 1, 0);

    private final AtomicLong now = new AtomicLong();
    private final ShardRecall recall = new ShardRecall(ShardBench.collection(3, VectorFormat.INT8), now::get);

    @Test
    void takesAnyQueryAtFirstAndThenFew() {
        offer(200, Duration.ofMillis(25));
        int first = measureAll(1);
        assertThat(first).isBetween(EffortControl.ENOUGH, EffortControl.ENOUGH + 5);
        offer(500, Duration.ofMillis(25));
        assertThat(measureAll(1)).isBetween(9, 11); // one of 50
        offer(500, Duration.ofMillis(1));
        assertThat(measureAll(1)).isLessThanOrEqualTo(1); // one a second
    }

    @Test
    void measuresEachQueryOnceAndAgainWhenTheIndexGrew() {
        offer(3, Duration.ofSeconds(1));
        assertThat(measureAll(1000)).isEqualTo(3);
        assertThat(recall.due(1100)).isNull();
        assertThat(measureAll(1300)).isEqualTo(3);
        assertThat(recall.measured()).isEqualTo(6);
        assertThat(recall.recall()).isEqualTo(0.9);
    }

    @Test
    void withoutATargetEffortStays() {
        offer(200, Duration.ofSeconds(1));
        while (recall.due(1000) != null) {
            recall.measured(recall.due(1000), new Recall.Found(1, 10), 1000);
        }
        assertThat(recall.effort()).isEqualTo(SearchEffort.usual(VectorFormat.INT8));
    }

    private int measureAll(long passages) {
        int measured = 0;
        for (Sample due = recall.due(passages); due != null; due = recall.due(passages)) {
            recall.measured(due, new Recall.Found(9, 10), passages);
            measured++;
        }
        return measured;
    }

    private void offer(int queries, Duration apart) {
        for (int i = 0; i < queries; i++) {
            now.addAndGet(apart.toNanos());
            recall.offer(new CandidateQuery(SHARD, null, new float[] {1, 0, 0}, null, 10, GroupBy.PASSAGE, null, null));
        }
    }
}
