package io.vicinal.onnx.session;

import java.nio.FloatBuffer;

/** Takes what is needed of one text out of a run's output, while the run's buffer is still its own. */
@FunctionalInterface
public interface OutputReader<T> {

    /**
     * Reads one text's part.
     *
     * @param rows token vectors of the whole run, {@code [rows × dimensions]}; absolute reads only
     * @param first the row of the text's first token
     * @param tokens how many rows are the text's
     */
    T read(FloatBuffer rows, int first, int tokens, int dimensions);
}
