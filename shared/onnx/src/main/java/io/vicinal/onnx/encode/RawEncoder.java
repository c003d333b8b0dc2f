package io.vicinal.onnx.encode;

import io.vicinal.onnx.model.ModelFiles;
import io.vicinal.onnx.session.GraphSession;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The upper bound that benchmarks compare with: the model's sessions run as fast as they go, one text a run, unpadded,
 * without queue, chunking or log. Opens sessions of its own. Not thread-safe.
 */
public final class RawEncoder implements AutoCloseable {
    private final LoadedModel loaded;
    private final DenseReader dense;

    private RawEncoder(LoadedModel loaded) {
        this.loaded = loaded;
        this.dense = new DenseReader(loaded.model().profile().pooling());
    }

    /**
     * Loads a model.
     *
     * @param model the name of a model on the class path, or a folder
     * @param threads one-thread sessions; 0 takes as many as there are cores
     */
    public static RawEncoder open(String model, int threads) {
        ModelFiles files = ModelFiles.find(model);
        int sessions = new EncoderSettings(threads, EncoderSettings.DEFAULT.schedule()).sessionsHere();
        return new RawEncoder(LoadedModel.load(files, sessions, files.profile().maxTokens()));
    }

    /**
     * What a measurement gave.
     *
     * @param texts how many
     * @param tokens as the model read them, special tokens counted, truncated to its limit
     * @param seconds from the first run's start to the last one's end; tokenization left out
     */
    public record Measured(int texts, long tokens, double seconds) {
        public double tokensPerSecond() {
            return tokens / seconds;
        }
    }

    /** Encodes all passages on all sessions; tokenizes before the clock starts. */
    public Measured measurePassages(List<String> passages) {
        List<long[]> inputs = passages.stream()
                .map(text -> ids(loaded.model().profile().passagePrefix() + text))
                .toList();
        AtomicInteger next = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        long start = System.nanoTime();
        for (GraphSession session : loaded.sessions()) {
            Thread thread = new Thread(() -> drain(inputs, next, session), "vicinal-raw-encoder");
            thread.setUncaughtExceptionHandler((failed, cause) -> failures.add(cause));
            thread.start();
            threads.add(thread);
        }
        threads.forEach(RawEncoder::join);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (!failures.isEmpty()) {
            throw new IllegalStateException("the raw encoder failed", failures.getFirst());
        }
        return new Measured(
                passages.size(), inputs.stream().mapToLong(ids -> ids.length).sum(), seconds);
    }

    /** Tokenizes and encodes one query on one session, with its prefix: {@code float[dimensions]}. */
    public float[] encodeQuery(String query) {
        return run(loaded.sessions().getFirst(), ids(loaded.model().profile().queryPrefix() + query));
    }

    private void drain(List<long[]> inputs, AtomicInteger next, GraphSession session) {
        for (int i = next.getAndIncrement(); i < inputs.size(); i = next.getAndIncrement()) {
            run(session, inputs.get(i));
        }
    }

    private float[] run(GraphSession session, long[] ids) {
        float[][] vector = new float[1][];
        session.run(
                List.of(ids),
                (text, rows, first, tokens, dimensions) -> vector[0] = dense.read(rows, first, tokens, dimensions));
        return vector[0];
    }

    private long[] ids(String text) {
        return loaded.tokenizer()
                .encode(text)
                .truncated(loaded.model().profile().maxTokens())
                .ids();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the raw encoder ran", e);
        }
    }

    @Override
    public void close() {
        loaded.sessions().forEach(GraphSession::close);
        loaded.tokenizer().close();
    }
}
