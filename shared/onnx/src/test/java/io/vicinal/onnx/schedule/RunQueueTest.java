package io.vicinal.onnx.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RunQueueTest {
    private final Flow bulk = Flow.bulk();
    private final List<Outcome> dropped = new ArrayList<>();
    private final RunQueue queue = new RunQueue(
            new ScheduleSettings(10, 2000, 64, 16, Duration.ofMillis(50), 4), (job, outcome) -> dropped.add(outcome));

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
            order.add(queue.take().getFirst().lane());
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
    void leavesASessionToInteractiveWork() throws Exception {
        RunQueue one = new RunQueue(ScheduleSettings.DEFAULT, new BulkPermits(8), 1, (job, outcome) -> {});
        one.offer(job(Lane.BULK, 100));
        one.offer(job(Lane.BULK, 100));
        assertThat(one.take().getFirst().lane()).isEqualTo(Lane.BULK);
        CompletableFuture<Lane> next = CompletableFuture.supplyAsync(() -> lane(one));
        Thread.sleep(50);
        assertThat(next).isNotDone();
        one.offer(job(Lane.INTERACTIVE, 10));
        assertThat(next.get()).isEqualTo(Lane.INTERACTIVE);
        CompletableFuture<Lane> bulk = CompletableFuture.supplyAsync(() -> lane(one));
        Thread.sleep(50);
        assertThat(bulk).isNotDone();
        one.bulkRunEnded();
        assertThat(bulk.get()).isEqualTo(Lane.BULK);
    }

    private static Lane lane(RunQueue queue) {
        try {
            return queue.take().getFirst().lane();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void padsNoTextByMoreThanThreePercent() throws Exception {
        RunQueue gpu = new RunQueue(
                new ScheduleSettings(100, 100_000, 700, 512, Duration.ofMillis(50), 4), (job, outcome) -> {});
        for (int length : new int[] {100, 104, 98, 97, 96, 103, 100, 100, 100, 100}) {
            gpu.offer(job(Lane.BULK, length));
        }
        List<List<Integer>> runs = new ArrayList<>();
        while (gpu.texts(Lane.BULK) > 0) {
            runs.add(gpu.take().stream().map(Job::tokens).toList());
        }
        assertThat(runs).containsExactly(List.of(100, 100, 100, 100, 100, 98, 97), List.of(104, 103), List.of(96));
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
        Job<Integer> expired = new Job<>(bulk, new long[100], (r, f, t, d) -> 0, Deadline.in(Duration.ZERO));
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
    void servesFlowsInTurn() throws Exception {
        Flow large = Flow.bulk();
        Flow small = Flow.bulk();
        for (int i = 0; i < 6; i++) {
            queue.offer(job(large, 100));
        }
        queue.offer(job(small, 101));
        queue.offer(job(small, 101));
        List<Integer> order = new ArrayList<>();
        while (queue.texts(Lane.BULK) > 0) {
            order.add(queue.take().getFirst().tokens());
        }
        assertThat(order).containsExactly(100, 101, 100, 101, 100, 100, 100, 100);
    }

    @Test
    void runsADeterministicFlowsTextsAlone() throws Exception {
        Flow alone = Flow.deterministicBulk();
        queue.offer(job(alone, 8));
        queue.offer(job(bulk, 8));
        queue.offer(job(alone, 8));
        queue.offer(job(bulk, 8));
        List<Integer> runs = new ArrayList<>();
        while (queue.texts(Lane.BULK) > 0) {
            runs.add(queue.take().size());
        }
        assertThat(runs).containsExactly(1, 2, 1);
    }

    /** Against a model of the queue that is plainly right: every job leaves once, a flow's jobs of a length in order. */
    @Test
    void losesAndDoublesNothing() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int runTokens = 300;
        RunQueue wide = new RunQueue(
                new ScheduleSettings(5000, 1_000_000, runTokens, 80, Duration.ofMillis(50), 4), (job, outcome) -> {});
        List<Flow> flows = List.of(Flow.bulk(), Flow.deterministicBulk(), Flow.interactive(), Flow.bulk());
        Map<List<Object>, List<Job<?>>> in = new HashMap<>();
        Map<List<Object>, List<Job<?>>> out = new HashMap<>();
        int waiting = 0;
        for (int step = 0; step < 20_000; step++) {
            if (waiting == 0 || random.nextInt(5) < 2) {
                Job<Integer> job = job(flows.get(random.nextInt(flows.size())), 1 + random.nextInt(100));
                assertThat(wide.offer(job)).isTrue();
                in.computeIfAbsent(List.of(job.flow, job.tokens()), _ -> new ArrayList<>())
                        .add(job);
                waiting++;
            } else {
                List<Job<?>> run = wide.take();
                int longest = Run.longest(run);
                assertThat(run).as("seed " + seed).allMatch(job -> job.tokens() >= 0.97 * longest);
                assertThat(run.size() == 1 || Run.tokens(run) <= runTokens).isTrue();
                run.forEach(job -> out.computeIfAbsent(List.of(job.flow, job.tokens()), _ -> new ArrayList<>())
                        .add(job));
                waiting -= run.size();
            }
        }
        while (waiting > 0) {
            for (Job<?> job : wide.take()) {
                out.computeIfAbsent(List.of(job.flow, job.tokens()), _ -> new ArrayList<>())
                        .add(job);
                waiting--;
            }
        }
        assertThat(out).as("seed " + seed).isEqualTo(in);
        assertThat(wide.tokens(Lane.BULK) + wide.tokens(Lane.INTERACTIVE)).isZero();
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

    private Job<Integer> job(Lane lane, int tokens) {
        return job(lane == Lane.BULK ? bulk : Flow.interactive(), tokens);
    }

    private static Job<Integer> job(Flow flow, int tokens) {
        return new Job<>(flow, new long[tokens], (rows, first, count, dimensions) -> count, Deadline.none());
    }
}
