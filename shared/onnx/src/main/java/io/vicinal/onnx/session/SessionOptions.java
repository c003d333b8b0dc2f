package io.vicinal.onnx.session;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.vicinal.onnx.model.Graph;

/** One thread, nothing that spins while idle, memory that is used again rather than planned for every length. */
final class SessionOptions {

    static OrtSession open(OrtEnvironment environment, Graph graph) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(OptLevel.ALL_OPT);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.addConfigEntry("session.inter_op.allow_spinning", "0");
            // The arena is bounded by the longest run; without it every run pays for its pages again. A memory pattern
            // is planned and kept for every length of text there is, and lengths are many.
            options.setCPUArenaAllocator(true);
            options.setMemoryPatternOptimization(false);
            return switch (graph) {
                case Graph.InMemory memory -> environment.createSession(memory.onnx(), options);
                case Graph.InFile file -> environment.createSession(file.path().toString(), options);
            };
        }
    }

    private SessionOptions() {}
}
