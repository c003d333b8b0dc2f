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

/**
 * The default model with nothing around it: one-thread ONNX Runtime sessions, one text a run, unpadded. It shares no code
 * with the platform, so that a comparison does not measure the platform against itself.
 *
 * <p>Not thread-safe: {@link #run} uses all sessions at once, {@link #encodeQuery} the first.
 */
public final class RawEncoder implements AutoCloseable {
    /** The most tokens of one run, [CLS] and [SEP] counted. */
    public static final int MAX_TOKENS = 512;

    private static final String MODEL = "bge-small-en-v1.5-q.onnx";
    private static final String TOKENIZER = "bge-small-en-v1.5-q-tokenizer.json";
    private static final int DIMENSIONS = 384;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final HuggingFaceTokenizer tokenizer;
    private final List<OrtSession> sessions = new ArrayList<>();

    /** What a run of many texts came to. */
    public record Rate(long tokens, double seconds) {
        public double tokensPerSecond() {
            return seconds == 0 ? 0 : tokens / seconds;
        }

        public Rate plus(Rate other) {
            return new Rate(tokens + other.tokens, seconds + other.seconds);
        }
    }

    /** @param sessions how many one-thread sessions {@link #run} keeps busy */
    public RawEncoder(int sessions) {
        try {
            byte[] model = resource(MODEL);
            try (InputStream json = stream(TOKENIZER)) {
                tokenizer = HuggingFaceTokenizer.newInstance(
                        json, Map.of("truncation", "false", "padding", "false", "modelMaxLength", "100000000"));
            }
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.setIntraOpNumThreads(1);
                options.setInterOpNumThreads(1);
                for (int i = 0; i < sessions; i++) {
                    this.sessions.add(environment.createSession(model, options));
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

    /** Encodes all windows, every session taking the next one as it gets free. The texts' tokenization is not timed. */
    public Rate run(List<long[]> windows) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        long began = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(sessions.size())) {
            List<Future<?>> running = new ArrayList<>();
            for (OrtSession session : sessions) {
                running.add(threads.submit(() -> {
                    for (int i = next.getAndIncrement(); i < windows.size(); i = next.getAndIncrement()) {
                        encode(session, windows.get(i));
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
        return encode(sessions.getFirst(), ids);
    }

    private float[] encode(OrtSession session, long[] ids) {
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        try {
            for (String name : session.getInputNames()) {
                inputs.put(name, tensor(name.equals("input_ids") ? ids : ones(name, ones)));
            }
            try (OrtSession.Result result = session.run(inputs)) {
                // [1 x tokens x dimensions]: the first row is [CLS]
                FloatBuffer states = ((OnnxTensor) result.get(0)).getFloatBuffer();
                float[] vector = new float[DIMENSIONS];
                states.get(vector);
                return normalised(vector);
            }
        } catch (OrtException e) {
            throw new IllegalStateException("the model failed on " + ids.length + " tokens", e);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    /** The attention mask is all ones, the token types are all zeros. */
    private static long[] ones(String input, long[] ones) {
        return input.equals("attention_mask") ? ones : new long[ones.length];
    }

    private OnnxTensor tensor(long[] values) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), new long[] {1, values.length});
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
