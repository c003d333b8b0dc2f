package io.vicinal.onnx.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.onnx.session.RunText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bulk work of several models on the cores of one machine. */
@Timeout(20)
class BulkPermitsTest {
    private final BulkPermits permits = new BulkPermits(1);
    private final RunQueue one = queue();
    private final RunQueue other = queue();

    private RunQueue queue() {
        return new RunQueue(
                new ScheduleSettings(1000, 100_000, 64, 0, Duration.ofMillis(50), 4),
                permits,
                Integer.MAX_VALUE,
                (_, _) -> {});
    }

    @Test
    void aModelsQueryRunsWhileAnothersBulkWorkHasThePermit() throws Exception {
        one.offer(job(Flow.bulk()));
        other.offer(job(Flow.bulk()));
        other.offer(job(Flow.interactive()));
        assertThat(one.take()).hasSize(1);
        assertThat(other.take().getFirst().lane()).isEqualTo(Lane.INTERACTIVE);
        CompletableFuture<Lane> next = CompletableFuture.supplyAsync(() -> take(other));
        Thread.sleep(50);
        assertThat(next).isNotDone();
        permits.release();
        assertThat(next.get()).isEqualTo(Lane.BULK);
    }

    @Test
    void modelsTakeTurns() throws Exception {
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            one.offer(job(Flow.bulk()));
            other.offer(job(Flow.bulk()));
        }
        take(one);
        CompletableFuture<Lane> ones = CompletableFuture.supplyAsync(() -> take(one));
        CompletableFuture<Lane> others = CompletableFuture.supplyAsync(() -> take(other));
        Thread.sleep(50);
        for (int i = 0; i < 4; i++) {
            permits.release();
            CompletableFuture.anyOf(ones, others).get();
            Thread.sleep(20); // one at most may have come
            assertThat(ones.isDone() && others.isDone()).isFalse();
            if (ones.isDone()) {
                order.add("one");
                ones = CompletableFuture.supplyAsync(() -> take(one));
            } else {
                order.add("other");
                others = CompletableFuture.supplyAsync(() -> take(other));
            }
            Thread.sleep(20); // it stands in line again
        }
        for (int i = 1; i < order.size(); i++) {
            assertThat(order.get(i)).as(order.toString()).isNotEqualTo(order.get(i - 1));
        }
        one.close();
        other.close();
    }

    @Test
    void aModelThatGoesLosesItsPlaceInTheLine() throws Exception {
        one.offer(job(Flow.bulk()));
        take(one);
        other.offer(job(Flow.bulk()));
        CompletableFuture<List<Job<?>>> waits = CompletableFuture.supplyAsync(() -> run(other));
        Thread.sleep(50);
        other.close();
        assertThat(waits.get()).isEmpty();
        permits.release();
        one.offer(job(Flow.bulk()));
        assertThat(take(one)).isEqualTo(Lane.BULK);
    }

    @Test
    void everyTextOfEveryModelRunsAndNeverMoreAtOnceThanThereArePermits() throws Exception {
        BulkPermits two = new BulkPermits(2);
        List<RunQueue> models = new ArrayList<>();
        AtomicInteger busy = new AtomicInteger();
        ConcurrentLinkedQueue<Integer> seen = new ConcurrentLinkedQueue<>();
        CountDownLatch left = new CountDownLatch(3 * 200);
        List<Thread> workers = new ArrayList<>();
        for (int m = 0; m < 3; m++) {
            RunQueue model = new RunQueue(
                    new ScheduleSettings(1000, 100_000, 64, 0, Duration.ofMillis(50), 4),
                    two,
                    Integer.MAX_VALUE,
                    (_, _) -> {});
            models.add(model);
            for (int w = 0; w < 2; w++) {
                workers.add(Thread.ofPlatform().start(() -> {
                    for (List<Job<?>> run = run(model); !run.isEmpty(); run = run(model)) {
                        seen.add(busy.incrementAndGet());
                        Thread.yield();
                        busy.decrementAndGet();
                        two.release();
                        left.countDown();
                    }
                }));
            }
        }
        for (int i = 0; i < 200; i++) {
            for (RunQueue model : models) {
                Job<?> job = job(Flow.bulk());
                model.offer(job);
                if (i % 10 == 9) { // nobody waits for some of them
                    Job<?> gone = job(Flow.bulk());
                    gone.result.cancel(false);
                    model.offer(gone);
                }
            }
        }
        left.await();
        assertThat(seen).allMatch(atOnce -> atOnce <= 2);
        models.forEach(RunQueue::close);
        for (Thread worker : workers) {
            worker.join();
        }
    }

    private static Job<?> job(Flow flow) {
        return new Job<>(flow, RunText.of(new long[40]), (_, _, _, _) -> "", Deadline.none());
    }

    private static Lane take(RunQueue queue) {
        return run(queue).getFirst().lane();
    }

    private static List<Job<?>> run(RunQueue queue) {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
