package io.vicinal.onnx.session;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.vicinal.onnx.model.Graph;
import io.vicinal.onnx.session.Device.Provider;
import org.jspecify.annotations.Nullable;

/**
 * One thread, nothing that spins while idle, memory that is used again rather than planned for every length. Beside a GPU
 * there is one session, and what it leaves to the CPU may use all cores.
 */
final class SessionOptions {

    static OrtSession open(OrtEnvironment environment, Graph graph, Device device) throws OrtException {
        if (device.provider() == Provider.CPU) {
            return open(environment, graph, 1, null);
        }
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(device.id())) {
            // What an arena takes it keeps: no more than the largest run needs.
            cuda.add("arena_extend_strategy", "kSameAsRequested");
            if (device.memoryBytes() > 0) {
                cuda.add("gpu_mem_limit", Long.toString(device.memoryBytes()));
            }
            return open(environment, graph, Runtime.getRuntime().availableProcessors(), cuda);
        }
    }

    private static OrtSession open(
            OrtEnvironment environment, Graph graph, int threads, @Nullable OrtCUDAProviderOptions cuda)
            throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(OptLevel.ALL_OPT);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.addConfigEntry("session.inter_op.allow_spinning", "0");
            // The arena is bounded by the longest run; without it every run pays for its pages again. A memory pattern
            // is planned and kept for every length of text there is, and lengths are many.
            options.setCPUArenaAllocator(true);
            options.setMemoryPatternOptimization(false);
            if (cuda != null) {
                options.addCUDA(cuda);
            }
            return switch (graph) {
                case Graph.InMemory memory -> environment.createSession(memory.onnx(), options);
                case Graph.InFile file -> environment.createSession(file.path().toString(), options);
            };
        }
    }

    private SessionOptions() {}
}
