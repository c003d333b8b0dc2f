package io.vicinal.onnx.hub;

/** The hub cannot be reached, or did not send what it announced; another try may do. The message is one sentence. */
public final class HubException extends RuntimeException {
    HubException(String sentence) {
        super(sentence);
    }

    HubException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
