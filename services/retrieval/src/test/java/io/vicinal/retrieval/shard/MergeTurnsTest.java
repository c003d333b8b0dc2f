package io.vicinal.retrieval.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MergeTurnsTest {
    private static final long LARGE = 1L << 30;

    private final MergeTurns turns = new MergeTurns(1);

    @Test
    void largeMergesRunOneAfterTheOtherTheSmallestFirst() throws Exception {
        List<Long> order = Collections.synchronizedList(new ArrayList<>());
        List<Thread> waiting = new ArrayList<>();
        try (MergeTurns.Turn running = turns.take(LARGE, () -> false)) {
            for (long bytes : new long[] {3 * LARGE, 2 * LARGE, 4 * LARGE}) {
                Thread thread = Thread.ofPlatform().start(() -> {
                    try (MergeTurns.Turn turn = turns.take(bytes, () -> false)) {
                        order.add(bytes);
                    }
                });
                waiting.add(thread);
                awaitWaiting(thread);
            }
            assertThat(order).isEmpty();
        }
        for (Thread thread : waiting) {
            thread.join();
        }
        assertThat(order).containsExactly(2 * LARGE, 3 * LARGE, 4 * LARGE);
    }

    @Test
    void smallOnesDoNotWaitForALargeOne() {
        try (MergeTurns.Turn large = turns.take(LARGE, () -> false);
                MergeTurns.Turn small = turns.take(1 << 20, () -> false)) {
            assertThat(small).isNotNull();
        }
    }

    @Test
    void oneThatIsGivenUpWaitsNoLongerAndTakesNobodysTurn() throws Exception {
        AtomicBoolean aborted = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(1);
        try (MergeTurns.Turn running = turns.take(LARGE, () -> false)) {
            Thread thread = Thread.ofPlatform().start(() -> {
                try (MergeTurns.Turn none = turns.take(LARGE, aborted::get)) {
                    ended.countDown();
                }
            });
            awaitWaiting(thread);
            aborted.set(true);
            ended.await();
        }
        try (MergeTurns.Turn next = turns.take(LARGE, () -> false)) {
            assertThat(next).isNotNull();
        }
    }

    private static void awaitWaiting(Thread thread) throws InterruptedException {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }
    }
}
