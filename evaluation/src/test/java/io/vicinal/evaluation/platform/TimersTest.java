package io.vicinal.evaluation.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimersTest {
    @Test
    void whatWasAddedBetweenTwoMomentsIsShownLongestFirst() {
        Timers before = Timers.parse("""
                # TYPE vicinal_onnx_run_seconds summary
                vicinal_onnx_run_seconds_count{model="m"} 10
                vicinal_onnx_run_seconds_sum{model="m"} 1.5
                vicinal_idle_seconds_count 3
                vicinal_idle_seconds_sum 9.0
                """);
        Timers after = Timers.parse("""
                vicinal_onnx_run_seconds_count{model="m"} 110
                vicinal_onnx_run_seconds_sum{model="m"} 4.0E0
                vicinal_onnx_run_seconds_max{model="m"} 0.1
                vicinal_retrieval_apply_seconds_count 7
                vicinal_retrieval_apply_seconds_sum 0.5
                vicinal_idle_seconds_count 3
                vicinal_idle_seconds_sum 9.0
                jvm_gc_pause_seconds_count 5
                """);
        assertThat(after.since(before))
                .containsExactly(
                        new Timers.Stage("vicinal_onnx_run_seconds{model=\"m\"}", 2.5, 100),
                        new Timers.Stage("vicinal_retrieval_apply_seconds", 0.5, 7));
    }
}
