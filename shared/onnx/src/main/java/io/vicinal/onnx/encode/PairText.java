package io.vicinal.onnx.encode;

import io.vicinal.onnx.session.RunText;

/**
 * A query and a passage as a cross-encoder reads them.
 *
 * @param truncated whether the end of the passage is left out
 */
public record PairText(RunText text, boolean truncated) {

    /** Special tokens counted. */
    public int tokens() {
        return text.tokens();
    }
}
