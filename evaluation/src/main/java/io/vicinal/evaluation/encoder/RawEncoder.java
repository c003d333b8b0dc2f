package io.vicinal.evaluation.encoder;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.vicinal.evaluation.console.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The default model with nothing around it. It shares no code with the platform, so that a comparison does not measure
 * the platform against itself.
 *
 * <p>Not thread-safe: {@link #run} uses all sessions at once, {@link #encodeQuery} the first.
 */
public final class RawEncoder implements AutoCloseable {
    /** The most tokens of one run, [CLS] and [SEP] counted. */
    public static final int MAX_TOKENS = 512;

    private static final String MODEL = "bge-small-en-v1.5-q.onnx";
    private static final String TOKENIZER = "bge-small-en-v1.5-q-tokenizer.json";
    public static final int DIMENSIONS = 384;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final HuggingFaceTokenizer tokenizer;
    private final List<OrtSession> sessions = new ArrayList<>();
    private final int texts;

    /**
     * How the texts are put before the machine.
     *
     * @param threads of each session
     * @param texts of a run, padded to the longest of them
     */
    public record Shape(int sessions, int threads, int texts) {}

    /** What a run of many texts came to. */
    public record Rate(long tokens, double seconds) {
        public double tokensPerSecond() {
            return seconds == 0 ? 0 : tokens / seconds;
        }

        public Rate plus(Rate other) {
            return new Rate(tokens + other.tokens, seconds + other.seconds);
        }
    }

    /** @param sessions how many one-thread sessions {@link #run} keeps busy, one text a run, unpadded */
    public RawEncoder(int sessions) {
        this(new Shape(sessions, 1, 1));
    }

    public RawEncoder(Shape shape) {
        texts = shape.texts();
        try {
            byte[] model = resource(MODEL);
            try (InputStream json = stream(TOKENIZER)) {
                tokenizer = HuggingFaceTokenizer.newInstance(
                        json, Map.of("truncation", "false", "padding", "false", "modelMaxLength", "100000000"));
            }
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.setIntraOpNumThreads(shape.threads());
                // Lengths are many: a memory pattern planned for each of them slows all of them down.
                options.setMemoryPatternOptimization(false);
                options.setInterOpNumThreads(1);
                for (int i = 0; i < shape.sessions(); i++) {
                    sessions.add(environment.createSession(model, options));
                }
            }
        } catch (IOException | OrtException e) {
            throw new UserError("The default model could not be loaded: " + e.getMessage());
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = stream(name)) {
            return stream.readAllBytes();
        }
    }

    private static InputStream stream(String name) throws IOException {
        InputStream stream = RawEncoder.class.getResourceAsStream("/" + name);
        if (stream == null) {
            throw new IOException(name + " is not on the class path");
        }
        return stream;
    }

    /**
     * The text's tokens as the model reads them, special tokens counted; a long text in windows of {@link #MAX_TOKENS}, so
     * that all of it is encoded, as it is where it is cut into passages.
     */
    public List<long[]> windows(String text) {
        long[] ids = tokenizer.encode(text).getIds();
        if (ids.length <= MAX_TOKENS) {
            return List.of(ids);
        }
        long first = ids[0];
        long last = ids[ids.length - 1];
        List<long[]> windows = new ArrayList<>();
        for (int from = 1; from < ids.length - 1; from += MAX_TOKENS - 2) {
            int to = Math.min(from + MAX_TOKENS - 2, ids.length - 1);
            long[] window = new long[to - from + 2];
            window[0] = first;
            System.arraycopy(ids, from, window, 1, to - from);
            window[window.length - 1] = last;
            windows.add(window);
        }
        return windows;
    }

    /**
     * Encodes all windows, every session taking the next ones as it gets free. The texts' tokenization is not timed.
     *
     * @param windows in order of length where several share a run
     */
    public Rate run(List<long[]> windows) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        long began = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(sessions.size())) {
            List<Future<?>> running = new ArrayList<>();
            for (OrtSession session : sessions) {
                running.add(threads.submit(() -> {
                    for (int i = next.getAndAdd(texts); i < windows.size(); i = next.getAndAdd(texts)) {
                        encode(session, windows.subList(i, Math.min(i + texts, windows.size())));
                    }
                }));
            }
            for (Future<?> thread : running) {
                thread.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        return new Rate(windows.stream().mapToLong(window -> window.length).sum(), seconds);
    }

    /**
     * One query from text to vector, tokenization counted.
     *
     * @return {@code float[384]}, L2-normalised
     */
    public float[] encodeQuery(String query) {
        long[] ids = tokenizer.encode(query).getIds();
        if (ids.length > MAX_TOKENS) {
            long last = ids[ids.length - 1];
            ids = Arrays.copyOf(ids, MAX_TOKENS);
            ids[MAX_TOKENS - 1] = last;
        }
        return encode(sessions.getFirst(), List.of(ids)).getFirst();
    }

    /** The vectors of a window's tokens, L2-normalised, without those of [CLS] and [SEP]. */
    public List<float[]> tokenVectors(long[] window) {
        return run(sessions.getFirst(), List.of(window), states -> {
            List<float[]> vectors = new ArrayList<>();
            for (int token = 1; token < window.length - 1; token++) {
                vectors.add(row(states, token));
            }
            return vectors;
        });
    }

    private List<float[]> encode(OrtSession session, List<long[]> run) {
        int length = longest(run);
        return run(session, run, states -> {
            List<float[]> vectors = new ArrayList<>();
            for (int text = 0; text < run.size(); text++) {
                vectors.add(row(states, text * length)); // the first of each text is [CLS]
            }
            return vectors;
        });
    }

    /** @param read of the last hidden state, [texts x tokens x dimensions] */
    private <T> T run(OrtSession session, List<long[]> run, Function<FloatBuffer, T> read) {
        int length = longest(run);
        long[] shape = {run.size(), length};
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        try {
            for (String name : session.getInputNames()) {
                inputs.put(name, OnnxTensor.createTensor(environment, input(name, run, length), shape));
            }
            try (OrtSession.Result result = session.run(inputs)) {
                return read.apply(((OnnxTensor) result.get(0)).getFloatBuffer());
            }
        } catch (OrtException e) {
            throw new IllegalStateException("the model failed on " + run.size() + " x " + length + " tokens", e);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static int longest(List<long[]> run) {
        return run.stream().mapToInt(ids -> ids.length).max().orElseThrow();
    }

    private static float[] row(FloatBuffer states, int row) {
        float[] vector = new float[DIMENSIONS];
        states.get(row * DIMENSIONS, vector);
        return normalised(vector);
    }

    /** The attention mask is one where there is a token; the token types are all zero, as is the padding. */
    private static LongBuffer input(String name, List<long[]> run, int length) {
        LongBuffer values = LongBuffer.allocate(run.size() * length);
        for (int text = 0; text < run.size(); text++) {
            long[] ids = run.get(text);
            for (int i = 0; i < ids.length; i++) {
                values.put(
                        text * length + i,
                        switch (name) {
                            case "input_ids" -> ids[i];
                            case "attention_mask" -> 1;
                            default -> 0;
                        });
            }
        }
        return values;
    }

    private static float[] normalised(float[] vector) {
        double square = 0;
        for (float x : vector) {
            square += (double) x * x;
        }
        float norm = (float) Math.sqrt(square);
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= norm;
        }
        return vector;
    }

    @Override
    public void close() {
        try {
            for (OrtSession session : sessions) {
                session.close();
            }
        } catch (OrtException e) {
            throw new IllegalStateException("a session could not be closed", e);
        } finally {
            tokenizer.close();
        }
    }
}
