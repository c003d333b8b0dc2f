package io.vicinal.onnx.session;

/** The model could not encode a text: the run failed, or its numbers are none. */
public final class RunException extends RuntimeException {
    public RunException(String message) {
        super(message);
    }

    public RunException(String message, Throwable cause) {
        super(message, cause);
    }
}
