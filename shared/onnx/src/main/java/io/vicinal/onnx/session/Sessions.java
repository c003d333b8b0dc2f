package io.vicinal.onnx.session;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import io.vicinal.onnx.model.ModelException;
import io.vicinal.onnx.model.ModelFiles;
import io.vicinal.onnx.session.Device.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A model's sessions: on a CPU one-thread sessions side by side, on a GPU a single one with large runs.
 *
 * @param bulk how many of them bulk work may have at once; the others are left for interactive work
 * @param provider what runs them
 * @param fallback why it is not a GPU, where one would have been taken
 */
public record Sessions(
        List<GraphSession> all,
        int bulk,
        Provider provider,
        @Nullable String fallback) {
    /** The most tokens of a run that may be found to be best. */
    private static final int CPU_RUN = 2048;

    private static final int GPU_RUN = 32_768;

    public Sessions {
        all = List.copyOf(all);
    }

    /** The most tokens of a shared run that is worth trying. */
    public static int largestRun(Provider provider) {
        return provider == Provider.CUDA ? GPU_RUN : CPU_RUN;
    }

    /**
     * @param bulk one-thread sessions for bulk work, where it is the CPU
     * @param interactive more of them, for interactive work only
     * @param runTokens the most tokens of a shared run; 0 leaves room for {@link #largestRun}
     * @param probe the tokens of a short text
     * @throws ModelException when the graph does not run, or not on the device that is wanted
     */
    public static Sessions open(
            ModelFiles model, Device device, int bulk, int interactive, int runTokens, long[] probe) {
        if (device.provider() == Provider.CPU) {
            return new Sessions(onCpu(model, bulk + interactive, runTokens, probe), bulk, Provider.CPU, null);
        }
        String reason;
        if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            reason = "this build has ONNX Runtime without CUDA; build with the Maven profile cuda";
        } else {
            try {
                GraphSession session = GraphSession.open(
                        model, device.on(Provider.CUDA), capacity(model, runTokens, Provider.CUDA), probe);
                return new Sessions(List.of(session), 1, Provider.CUDA, null);
            } catch (ModelException e) {
                reason = String.valueOf(e.getMessage());
            }
        }
        if (device.provider() == Provider.CUDA) {
            throw new ModelException("The model '" + model.name() + "' is expected to run on CUDA device " + device.id()
                    + ", and does not: " + reason + ".");
        }
        return new Sessions(onCpu(model, bulk + interactive, runTokens, probe), bulk, Provider.CPU, reason);
    }

    private static int capacity(ModelFiles model, int runTokens, Provider provider) {
        return Math.max(
                runTokens == 0 ? largestRun(provider) : runTokens,
                model.profile().maxTokens());
    }

    private static List<GraphSession> onCpu(ModelFiles model, int count, int runTokens, long[] probe) {
        int capacity = capacity(model, runTokens, Provider.CPU);
        List<GraphSession> sessions = new ArrayList<>();
        try (ExecutorService loaders = Executors.newFixedThreadPool(
                Math.min(count, Runtime.getRuntime().availableProcessors()))) {
            List<Future<GraphSession>> opening = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                opening.add(loaders.submit(() -> GraphSession.open(model, Device.CPU, capacity, probe)));
            }
            ModelException failure = collect(model, opening, sessions);
            if (failure != null) {
                sessions.forEach(GraphSession::close);
                throw failure;
            }
        }
        return sessions;
    }

    private static @Nullable ModelException collect(
            ModelFiles model, List<Future<GraphSession>> opening, List<GraphSession> sessions) {
        ModelException failure = null;
        for (Future<GraphSession> one : opening) {
            try {
                sessions.add(one.get(5, TimeUnit.MINUTES));
            } catch (ExecutionException e) {
                failure = e.getCause() instanceof ModelException broken
                        ? broken
                        : new ModelException(
                                "The model '" + model.name() + "' cannot be loaded: " + e.getCause() + ".", e);
            } catch (InterruptedException | TimeoutException e) {
                throw new CompletionException(e);
            }
        }
        return failure;
    }

    public void close() {
        all.forEach(GraphSession::close);
    }
}
