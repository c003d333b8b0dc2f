package io.vicinal.parser;

import io.vicinal.parsing.ParseAnswer.Reason;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/** Stops a parser in the middle, through all its layers. */
final class RefusalException extends SAXException {
    private final Reason reason;
    private final String detail;

    RefusalException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
        this.detail = detail;
    }

    Reason reason() {
        return reason;
    }

    String detail() {
        return detail;
    }

    /** The refusal that a parser has wrapped, if that is what it failed of. */
    static @Nullable RefusalException in(Throwable failure) {
        int layers = 0;
        for (Throwable cause = failure; cause != null && layers < 20; cause = cause.getCause(), layers++) {
            if (cause instanceof RefusalException refusal) {
                return refusal;
            }
        }
        return null;
    }
}
