package io.vicinal.onnx.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import io.vicinal.onnx.model.ModelException;
import io.vicinal.onnx.model.ModelFiles;
import io.vicinal.onnx.session.Device.Provider;
import io.vicinal.testkit.model.TinyModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {
    private static final long[] PROBE = {2, 5, 3};

    @TempDir
    Path folder;

    private final List<float[]> read = new ArrayList<>();

    @Test
    void aPaddedTextHasItsOwnRowsAndNoMore() {
        List<RunText> texts = List.of(
                RunText.of(new long[] {2, 5, 6, 7, 3}),
                RunText.of(new long[] {2, 6, 3}),
                RunText.of(new long[] {2, 7, 5, 3}));
        Sessions sessions = open(Device.CPU);
        try {
            GraphSession session = sessions.all().getFirst();
            session.run(texts, (text, rows, first, count, length) -> keep(rows, first, count, length));
            List<float[]> together = List.copyOf(read);
            read.clear();
            for (RunText text : texts) {
                session.run(List.of(text), (one, rows, first, count, length) -> keep(rows, first, count, length));
            }
            assertThat(together).hasSize(3);
            for (int text = 0; text < 3; text++) {
                assertThat(together.get(text)).containsExactly(read.get(text));
            }
        } finally {
            sessions.close();
        }
    }

    private void keep(java.nio.FloatBuffer rows, int first, int count, int length) {
        float[] values = new float[count * length];
        rows.get(first * length, values);
        read.add(values);
    }

    @Test
    void withoutAGpuAutoTakesTheCpuAndSaysWhy() {
        assumeThat(OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA))
                .as("this build has CUDA")
                .isFalse();
        Sessions sessions = open(new Device(Provider.AUTO, 0, 0));
        assertThat(sessions.provider()).isEqualTo(Provider.CPU);
        assertThat(sessions.fallback()).contains("without CUDA", "profile cuda");
        sessions.close();
        assertThatThrownBy(() -> open(new Device(Provider.CUDA, 1, 0)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("is expected to run on CUDA device 1, and does not")
                .hasMessageContaining("without CUDA");
        Sessions cpu = open(Device.CPU);
        assertThat(cpu.fallback()).isNull();
        cpu.close();
    }

    /** Runs with the Maven profile cuda only. */
    @Test
    void aBuildWithCudaOnAMachineWithoutAGpuFallsBackToo() {
        assumeThat(OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA))
                .as("this build has CUDA")
                .isTrue();
        assumeThat(Files.exists(Path.of("/dev/nvidia0"))).as("a GPU is there").isFalse();
        Sessions sessions = open(new Device(Provider.AUTO, 0, 1 << 30));
        assertThat(sessions.provider()).isEqualTo(Provider.CPU);
        assertThat(sessions.fallback()).containsIgnoringCase("cuda");
        sessions.close();
    }

    private Sessions open(Device device) {
        return Sessions.open(ModelFiles.find(TinyModels.dense(folder).toString()), device, 1, 0, 512, PROBE);
    }
}
