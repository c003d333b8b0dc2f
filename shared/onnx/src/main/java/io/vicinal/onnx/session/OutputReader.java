package io.vicinal.onnx.session;

import java.nio.FloatBuffer;

/** Takes what is needed of one text out of a run's output, while the run's buffer is still its own. */
@FunctionalInterface
public interface OutputReader<T> {

    /**
     * Reads one text's part.
     *
     * @param rows output of the whole run, {@code [rows × dimensions]}; absolute reads only
     * @param first the text's first row
     * @param count how many rows are the text's: one a token, or a single one where the graph pools
     */
    T read(FloatBuffer rows, int first, int count, int dimensions);
}
