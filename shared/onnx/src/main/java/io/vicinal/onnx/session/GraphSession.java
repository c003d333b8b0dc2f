package io.vicinal.onnx.session;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.vicinal.onnx.model.ModelException;
import io.vicinal.onnx.model.ModelFiles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One ONNX Runtime session of one thread, with direct buffers for its inputs and its output, made once: a run allocates
 * nothing that grows with its tokens. For one thread at a time.
 */
public final class GraphSession implements AutoCloseable {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final GraphInputs inputs;
    private final GraphOutput output;
    private final int capacity;
    private final LongBuffer ids;
    private final LongBuffer mask;
    private final LongBuffer typeIds;
    private final int dimensions;
    private final FloatBuffer rows;

    private GraphSession(String model, OrtEnvironment environment, OrtSession session, int capacity, long[] probe)
            throws OrtException {
        this.environment = environment;
        this.session = session;
        this.inputs = GraphInputs.of(model, session.getInputNames());
        this.output = GraphOutput.of(model, session.getOutputInfo());
        this.capacity = capacity;
        this.ids = longs(capacity);
        this.mask = longs(capacity);
        this.typeIds = longs(capacity);
        for (int i = 0; i < capacity; i++) {
            mask.put(i, 1);
        }
        this.dimensions = dimensions(model, probe);
        this.rows = direct((long) capacity * dimensions * Float.BYTES).asFloatBuffer();
    }

    /**
     * Loads a graph and runs it once.
     *
     * @param capacity the most tokens of a run
     * @param probe the tokens of a short text, for the run that tells the dimensions
     * @throws ModelException when the graph is not one that can be run here
     */
    public static GraphSession open(ModelFiles model, int capacity, long[] probe) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        OrtSession session = null;
        try {
            session = SessionOptions.open(environment, model.graph());
            return new GraphSession(model.name(), environment, session, capacity, probe);
        } catch (OrtException e) {
            close(session);
            throw new ModelException(
                    "The graph of '" + model.name() + "' is expected to be ONNX that runs on a text, and does not: "
                            + e.getMessage() + ".",
                    e);
        } catch (ModelException e) {
            close(session);
            throw e;
        }
    }

    public int dimensions() {
        return dimensions;
    }

    /**
     * Runs texts of equal length together, unpadded.
     *
     * @param texts at least one; the ids of each, all of one length, at most the capacity in all
     * @param reader called for each text in order while the output is valid
     * @throws RunException when ONNX Runtime fails
     */
    public void run(List<long[]> texts, RunReader reader) {
        int length = texts.getFirst().length;
        int tokens = length * texts.size();
        if (tokens > capacity) {
            throw new IllegalArgumentException(tokens + " tokens in a run for " + capacity);
        }
        for (int text = 0; text < texts.size(); text++) {
            ids.put(text * length, texts.get(text));
        }
        long[] shape = {texts.size(), length};
        long[] outputShape = {texts.size(), length, dimensions};
        try (OnnxTensor out = OnnxTensor.createTensor(environment, rows.slice(0, tokens * dimensions), outputShape);
                Inputs in = new Inputs(shape, tokens);
                OrtSession.Result ignored = session.run(in.named, Map.of(output.name(), out))) {
            for (int text = 0; text < texts.size(); text++) {
                reader.read(text, rows, text * length, length, dimensions);
            }
        } catch (OrtException e) {
            throw new RunException(
                    "ONNX Runtime failed on " + texts.size() + " × " + length + " tokens: " + e.getMessage(), e);
        }
    }

    /** Like {@link OutputReader}, for the text at a position of the run. */
    @FunctionalInterface
    public interface RunReader {
        void read(int text, FloatBuffer rows, int first, int tokens, int dimensions);
    }

    private int dimensions(String model, long[] probe) throws OrtException {
        ids.put(0, probe);
        try (Inputs in = new Inputs(new long[] {1, probe.length}, probe.length);
                OrtSession.Result result = session.run(in.named, Set.of(output.name()))) {
            long[] shape = ((OnnxTensor) result.get(0)).getInfo().getShape();
            if (shape.length != 3 || shape[0] != 1 || shape[1] != probe.length || shape[2] < 1) {
                throw new ModelException("The graph of '" + model + "' is expected to answer one text of "
                        + probe.length + " tokens with [1, " + probe.length + ", dimensions], and answers with "
                        + Arrays.toString(shape) + ".");
            }
            return Math.toIntExact(shape[2]);
        }
    }

    /** The input tensors of one run, over the session's buffers. */
    private final class Inputs implements AutoCloseable {
        private final Map<String, OnnxTensor> named = new HashMap<>();

        Inputs(long[] shape, int tokens) throws OrtException {
            add(GraphInputs.IDS, ids, shape, tokens);
            add(GraphInputs.MASK, mask, shape, tokens);
            if (inputs.typeIds()) {
                add(GraphInputs.TYPE_IDS, typeIds, shape, tokens);
            }
        }

        private void add(String name, LongBuffer buffer, long[] shape, int tokens) throws OrtException {
            named.put(name, OnnxTensor.createTensor(environment, buffer.slice(0, tokens), shape));
        }

        @Override
        public void close() {
            named.values().forEach(OnnxTensor::close);
        }
    }

    private static LongBuffer longs(int capacity) {
        return direct((long) capacity * Long.BYTES).asLongBuffer();
    }

    private static ByteBuffer direct(long bytes) {
        return ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        close(session);
    }

    private static void close(@Nullable OrtSession session) {
        try {
            if (session != null) {
                session.close();
            }
        } catch (OrtException e) {
            throw new IllegalStateException("an ONNX Runtime session cannot be closed", e);
        }
    }
}
