package io.vicinal.onnx.schedule;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** A text through the queue, with others waiting: on a CPU only short ones share a run, on a GPU all do. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RunQueueBenchmark {
    private static final int TEXTS = 1000;

    /** The longest text that shares a run. */
    @Param({"32", "512"})
    public int shortTokens;

    @Benchmark
    @OperationsPerInvocation(TEXTS)
    public void offerAndTake(Blackhole taken) throws InterruptedException {
        ScheduleSettings settings = ScheduleSettings.DEFAULT.with(shortTokens == 32 ? 512 : 16_384, shortTokens);
        RunQueue queue = new RunQueue(settings, (job, outcome) -> {});
        Flow flow = Flow.bulk();
        for (int i = 0; i < TEXTS; i++) {
            int tokens = 4 + 31 * i % 250;
            queue.offer(new Job<>(flow, new long[tokens], (rows, first, count, length) -> count, Deadline.none()));
        }
        for (int left = TEXTS; left > 0; ) {
            List<Job<?>> run = queue.take();
            taken.consume(run);
            left -= run.size();
        }
    }
}
