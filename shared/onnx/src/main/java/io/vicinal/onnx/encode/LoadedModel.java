package io.vicinal.onnx.encode;

import io.vicinal.onnx.model.ModelException;
import io.vicinal.onnx.model.ModelFiles;
import io.vicinal.onnx.model.ModelKind;
import io.vicinal.onnx.model.ModelProfile;
import io.vicinal.onnx.session.GraphSession;
import io.vicinal.onnx.tokenize.TextTokenizer;
import java.time.Duration;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model's native parts, loaded side by side and seen to fit each other.
 *
 * @param pairs of a cross-encoder; null for other kinds
 */
record LoadedModel(
        ModelFiles model,
        TextTokenizer tokenizer,
        List<GraphSession> sessions,
        Readers readers,
        @Nullable PairScorer pairs,
        String fingerprint) {
    private static final Logger log = LoggerFactory.getLogger(LoadedModel.class);

    /** @param runTokens the most tokens of a run of several texts */
    static LoadedModel load(ModelFiles model, int sessionCount, int runTokens) {
        long start = System.nanoTime();
        TextTokenizer tokenizer = TextTokenizer.open(model);
        List<GraphSession> sessions = new ArrayList<>();
        try {
            openAll(model, sessionCount, runTokens, tokenizer, sessions);
            GraphSession first = sessions.getFirst();
            Readers readers = new Readers(model.profile(), tokenizer, first.dimensions(), first.perToken());
            PairScorer pairs = pairs(model, tokenizer);
            new FitCheck(model, tokenizer, first, readers).run();
            log.atInfo()
                    .addKeyValue("model", model.name())
                    .addKeyValue("kind", model.profile().kind().text())
                    .addKeyValue("dimensions", readers.dimensions())
                    .addKeyValue("max_tokens", model.profile().maxTokens())
                    .addKeyValue("sessions", sessionCount)
                    .addKeyValue("provider", "cpu")
                    .addKeyValue(
                            "took_ms",
                            Duration.ofNanos(System.nanoTime() - start).toMillis())
                    .log("model loaded");
            return new LoadedModel(model, tokenizer, List.copyOf(sessions), readers, pairs, model.fingerprint());
        } catch (RuntimeException e) {
            sessions.forEach(GraphSession::close);
            tokenizer.close();
            throw e;
        }
    }

    private static @Nullable PairScorer pairs(ModelFiles model, TextTokenizer tokenizer) {
        ModelProfile profile = model.profile();
        return profile.kind() == ModelKind.CROSS_ENCODER ? new PairScorer(tokenizer, profile.maxTokens()) : null;
    }

    private static void openAll(
            ModelFiles model, int count, int runTokens, TextTokenizer tokenizer, List<GraphSession> sessions) {
        long[] probe = tokenizer.encode("a").ids();
        int capacity = Math.max(runTokens, model.profile().maxTokens());
        try (ExecutorService loaders = Executors.newFixedThreadPool(
                Math.min(count, Runtime.getRuntime().availableProcessors()))) {
            List<Future<GraphSession>> opening = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                opening.add(loaders.submit(() -> GraphSession.open(model, capacity, probe)));
            }
            ModelException failure = collect(model, opening, sessions);
            if (failure != null) {
                throw failure;
            }
        }
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
}
