package io.vicinal.onnx.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.onnx.schedule.RunTuning.Choice;
import java.time.Duration;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Machines whose clock is ours: a run takes what their cost says. */
class RunTuningTest {
    private long now;
    private double longestMs;
    private int runs;

    /** A one-thread session: a little for each run, and caches that large runs do not fit. */
    private static double cpuMs(int tokens) {
        return 0.4 + tokens * (tokens <= 512 ? 0.1 : 0.13);
    }

    private Choice choose(IntToDoubleFunction msOfTokens, Duration longestRun, Duration time, int capacity) {
        RunTuning.Trial trial = (texts, tokens) -> {
            double ms = msOfTokens.applyAsDouble(texts * tokens);
            longestMs = Math.max(longestMs, ms);
            runs++;
            now += (long) (ms * 1e6);
        };
        return new RunTuning(trial, () -> now, longestRun, time).choose(512, capacity);
    }

    @Test
    void onACpuOnlyTheShortestShare() {
        Choice choice = choose(RunTuningTest::cpuMs, Duration.ofMillis(60), Duration.ofSeconds(10), 16_384);
        assertThat(choice.shortTokens()).isEqualTo(32);
        assertThat(choice.runTokens()).isBetween(128, 512);
    }

    @Test
    void onAGpuAllShareLargeRuns() {
        Choice choice = choose(
                tokens -> 2 + Math.max(0, tokens - 8192) * 0.0005,
                Duration.ofMillis(60),
                Duration.ofSeconds(10),
                32_768);
        assertThat(choice.shortTokens()).isEqualTo(512);
        assertThat(choice.runTokens()).isGreaterThanOrEqualTo(8192);
    }

    @Test
    void whereCompanyBringsNothingNoneShare() {
        Choice choice = choose(tokens -> tokens * 0.1, Duration.ofMillis(60), Duration.ofSeconds(10), 16_384);
        assertThat(choice.shortTokens()).isZero();
        assertThat(runs).isLessThan(16);
    }

    @Test
    void noRunIsChosenThatAnInteractiveTextWouldWaitForTooLong() {
        // A slow machine that gains much by company, were there time for it.
        Choice choice = choose(tokens -> 10 + tokens * 0.1, Duration.ofMillis(40), Duration.ofSeconds(10), 16_384);
        assertThat(10 + choice.runTokens() * 0.1).isLessThanOrEqualTo(40);
        assertThat(choice.shortTokens()).isPositive();
    }

    @Test
    void theTimeIsKept() {
        choose(tokens -> 5 + tokens * 0.2, Duration.ofMillis(500), Duration.ofMillis(400), 16_384);
        assertThat(Duration.ofNanos(now)).isLessThan(Duration.ofMillis(400).plusMillis((long) longestMs + 1));
    }
}
