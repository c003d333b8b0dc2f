package io.vicinal.onnx.schedule;

import java.util.Locale;

/** What became of a text. */
enum Outcome {
    ENCODED,
    FAILED,
    /** Nobody waited for it any more; dropped before its run, or in vain. */
    CANCELLED,
    /** Its deadline passed; dropped before its run. */
    EXPIRED,
    /** There was no room in the queue. */
    REJECTED;

    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
