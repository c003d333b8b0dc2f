package io.vicinal.onnx.model;

/** A model cannot be loaded. The message is one sentence: what was expected and what was found. */
public final class ModelException extends RuntimeException {
    public ModelException(String sentence) {
        super(sentence);
    }

    public ModelException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
