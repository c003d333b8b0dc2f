package io.vicinal.onnx.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RunQueueTest {
    private final List<Outcome> dropped = new ArrayList<>();
    private final RunQueue queue =
            new RunQueue(new ScheduleSettings(10, 2000, 64, 16, 4), (job, outcome) -> dropped.add(outcome));

    @Test
    void letsInteractiveOvertakeButNeverStarvesBulk() throws Exception {
        for (int i = 0; i < 8; i++) {
            assertThat(queue.offer(job(Lane.BULK, 100))).isTrue();
        }
        for (int i = 0; i < 6; i++) {
            assertThat(queue.offer(job(Lane.INTERACTIVE, 10))).isTrue();
        }
        List<Lane> order = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            order.add(queue.take().getFirst().lane);
        }
        assertThat(order)
                .containsExactly(
                        Lane.INTERACTIVE,
                        Lane.INTERACTIVE,
                        Lane.INTERACTIVE,
                        Lane.BULK,
                        Lane.INTERACTIVE,
                        Lane.INTERACTIVE,
                        Lane.INTERACTIVE,
                        Lane.BULK,
                        Lane.BULK);
    }

    @Test
    void groupsShortBulkTextsOfEqualLengthOnly() throws Exception {
        int[] lengths = {16, 5, 16, 16, 40, 16, 16, 40};
        for (int length : lengths) {
            queue.offer(job(Lane.BULK, length));
        }
        List<List<Integer>> runs = new ArrayList<>();
        while (queue.texts(Lane.BULK) > 0) {
            runs.add(queue.take().stream().map(Job::tokens).toList());
        }
        assertThat(runs).containsExactly(List.of(16, 16, 16, 16), List.of(5), List.of(40), List.of(16), List.of(40));
        assertThat(queue.tokens(Lane.BULK)).isZero();
    }

    @Test
    void runsInteractiveTextsAlone() throws Exception {
        queue.offer(job(Lane.INTERACTIVE, 8));
        queue.offer(job(Lane.INTERACTIVE, 8));
        assertThat(queue.take()).hasSize(1);
    }

    @Test
    void dropsWhatNobodyWaitsForBeforeItRuns() throws Exception {
        Job<Integer> cancelled = job(Lane.BULK, 100);
        Job<Integer> expired = new Job<>(Lane.BULK, new long[100], (r, f, t, d) -> 0, Deadline.in(Duration.ZERO));
        Job<Integer> wanted = job(Lane.BULK, 100);
        List.of(cancelled, expired, wanted).forEach(queue::offer);
        cancelled.result.cancel(false);
        assertThat(queue.take()).containsExactly(wanted);
        assertThat(dropped).containsExactly(Outcome.CANCELLED, Outcome.EXPIRED);
        assertThatThrownBy(() -> expired.result.get(1, TimeUnit.SECONDS)).hasCauseInstanceOf(ExpiredException.class);
    }

    @Test
    void isFullByTextsAndByTokensButTakesAnythingWhenEmpty() {
        assertThat(queue.offer(job(Lane.BULK, 5000))).isTrue();
        assertThat(queue.offer(job(Lane.BULK, 1))).isFalse();
        for (int i = 0; i < 10; i++) {
            assertThat(queue.offer(job(Lane.INTERACTIVE, 1))).isTrue();
        }
        assertThat(queue.offer(job(Lane.INTERACTIVE, 1))).isFalse();
    }

    @Test
    void putWaitsForRoom() throws Exception {
        queue.offer(job(Lane.BULK, 5000));
        Thread putter = Thread.startVirtualThread(() -> {
            try {
                queue.put(job(Lane.BULK, 7));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(putter.join(Duration.ofMillis(100))).isFalse();
        queue.take();
        putter.join();
        assertThat(queue.take().getFirst().tokens()).isEqualTo(7);
    }

    @Test
    void letsNothingInAfterItClosed() {
        queue.offer(job(Lane.BULK, 5));
        assertThat(queue.close()).hasSize(1);
        assertThatThrownBy(() -> queue.offer(job(Lane.BULK, 5))).isInstanceOf(SchedulerClosedException.class);
    }

    private static Job<Integer> job(Lane lane, int tokens) {
        return new Job<>(lane, new long[tokens], (rows, first, count, dimensions) -> count, Deadline.none());
    }
}
