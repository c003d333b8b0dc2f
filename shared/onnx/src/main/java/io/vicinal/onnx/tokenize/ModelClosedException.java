package io.vicinal.onnx.tokenize;

/** The model was unloaded, or the process is shutting down; the text was not read. */
public final class ModelClosedException extends RuntimeException {
    ModelClosedException() {
        super("The model has been unloaded.", null, false, false);
    }
}
