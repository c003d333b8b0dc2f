package io.vicinal.onnx.schedule;

/** A text's deadline passed before its run; it was dropped. */
public final class ExpiredException extends RuntimeException {
    ExpiredException() {
        super("The deadline passed before the text's turn came.", null, false, false);
    }
}
