package io.vicinal.onnx.session;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.vicinal.onnx.model.ModelException;
import io.vicinal.onnx.model.ModelFiles;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One ONNX Runtime session of one thread, with direct buffers for its inputs and its output, made once: a run allocates
 * nothing that grows with its tokens. For one thread at a time.
 */
public final class GraphSession implements AutoCloseable {
    /** A run of several texts writes at most this many numbers (64 MiB) at once; a wide output is read in parts. */
    private static final int SHARED_NUMBERS = 1 << 24;

    private final OrtSession session;
    private final GraphInputs inputs;
    private final GraphOutput output;
    private final int capacity;
    private final int dimensions;
    private final OutputBuffer numbers;

    private GraphSession(ModelFiles model, OrtEnvironment environment, OrtSession session, int capacity, long[] probe)
            throws OrtException {
        this.session = session;
        this.capacity = capacity;
        inputs = new GraphInputs(model.name(), environment, session.getInputInfo(), capacity);
        output = GraphOutput.of(model, session.getOutputInfo());
        dimensions = dimensions(model.name(), probe);
        numbers = new OutputBuffer(environment, output.type(), numbers(model));
    }

    /**
     * Loads a graph and runs it once.
     *
     * @param capacity the most tokens of a run
     * @param probe the tokens of a short text, for the run that tells the dimensions
     * @throws ModelException when the graph is not one that can be run here
     */
    static GraphSession open(ModelFiles model, Device device, int capacity, long[] probe) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        OrtSession session = null;
        try {
            session = SessionOptions.open(environment, model.graph(), device);
            return new GraphSession(model, environment, session, capacity, probe);
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

    /** The most tokens of a run. */
    public int capacity() {
        return capacity;
    }

    /** The length of a row of its output. */
    public int dimensions() {
        return dimensions;
    }

    /** Whether its output has a row for each token; else it has one for each text. */
    public boolean perToken() {
        return output.perToken();
    }

    public boolean takesTypeIds() {
        return inputs.takesTypeIds();
    }

    /**
     * Runs texts together, padded to the longest of them.
     *
     * @param texts at least one; padded, at most the capacity in all
     * @param reader called for each text in order while the output is valid
     * @throws RunException when ONNX Runtime fails
     */
    public void run(List<RunText> texts, RunReader reader) {
        int length = longest(texts);
        if (length * texts.size() > capacity) {
            throw new IllegalArgumentException(length * texts.size() + " tokens in a run for " + capacity);
        }
        int most = Math.max(1, numbers.capacity() / (output.rows(length) * dimensions));
        for (int from = 0; from < texts.size(); from += most) {
            run(texts.subList(from, Math.min(from + most, texts.size())), from, length, reader);
        }
    }

    private void run(List<RunText> texts, int index, int length, RunReader reader) {
        int rows = output.rows(length);
        int count = texts.size() * rows * dimensions;
        inputs.put(texts, length);
        try (OnnxTensor out = numbers.tensor(output.shape(texts.size(), length, dimensions), count);
                GraphInputs.Tensors in = inputs.tensors(texts.size(), length);
                OrtSession.Result ignored = session.run(in.named, Map.of(output.name(), out))) {
            FloatBuffer floats = numbers.floats(count);
            for (int text = 0; text < texts.size(); text++) {
                reader.read(
                        index + text,
                        floats,
                        text * rows,
                        output.rows(texts.get(text).tokens()),
                        dimensions);
            }
        } catch (OrtException e) {
            throw new RunException(
                    "ONNX Runtime failed on " + texts.size() + " × " + length + " tokens: " + e.getMessage(), e);
        }
    }

    /** The tokens of the longest text. */
    public static int longest(List<RunText> texts) {
        int longest = 0;
        for (RunText text : texts) {
            longest = Math.max(longest, text.tokens());
        }
        return longest;
    }

    /** Like {@link OutputReader}, for the text at a position of the run. */
    @FunctionalInterface
    public interface RunReader {
        void read(int text, FloatBuffer rows, int first, int count, int dimensions);
    }

    private int dimensions(String model, long[] probe) throws OrtException {
        inputs.put(List.of(RunText.of(probe)), probe.length);
        try (GraphInputs.Tensors in = inputs.tensors(1, probe.length);
                OrtSession.Result result = session.run(in.named, Set.of(output.name()))) {
            long[] shape = ((OnnxTensor) result.get(0)).getInfo().getShape();
            long last = shape[shape.length - 1];
            if (last < 1
                    || last > Integer.MAX_VALUE
                    || !Arrays.equals(shape, output.shape(1, probe.length, (int) last))) {
                throw new ModelException("The graph of '" + model + "' is expected to answer one text of "
                        + probe.length + " tokens with " + Arrays.toString(output.shape(1, probe.length, 0))
                        + ", any number in the last place, and answers with " + Arrays.toString(shape) + ".");
            }
            return (int) last;
        }
    }

    /** Room for the longest text, and as much of a full run as is reasonable. */
    private int numbers(ModelFiles model) {
        long text = (long) output.rows(model.profile().maxTokens()) * dimensions;
        long run = (long) capacity * dimensions; // a text has one token at least, and a row a token at most
        long most = Integer.MAX_VALUE / Float.BYTES;
        if (text > most) {
            throw new ModelException("The graph of '" + model.name() + "' is expected to write at most " + most
                    + " numbers for a text of max_tokens, and writes " + text + ".");
        }
        return (int) Math.max(text, Math.min(run, SHARED_NUMBERS));
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
