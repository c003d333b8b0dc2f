package io.vicinal.broker;

import org.jspecify.annotations.Nullable;

/** The broker cannot start; the message is one sentence that says why and what to do. */
public class BrokerFailure extends RuntimeException {
    BrokerFailure(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
