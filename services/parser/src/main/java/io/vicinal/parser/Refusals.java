package io.vicinal.parser;

import io.vicinal.parsing.ParseAnswer.Reason;
import io.vicinal.parsing.ParseAnswer.Refused;
import java.io.EOFException;
import org.apache.tika.exception.EncryptedDocumentException;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXParseException;

/** A parser's failure in words for the user. Messages of the libraries are not shown: they may quote the file. */
final class Refusals {

    static Refused of(Exception failure, @Nullable String type) {
        RefusalException refusal = RefusalException.in(failure);
        if (refusal != null) {
            return new Refused(refusal.reason(), type, refusal.detail());
        }
        String shownType = type == null ? "what its name says" : type;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof EncryptedDocumentException
                    || cause instanceof org.apache.poi.EncryptedDocumentException) {
                return new Refused(Reason.ENCRYPTED, type, "The file is encrypted; send it without a password.");
            }
            if (message.contains("Zip bomb") || message.contains("zip bomb")) {
                return new Refused(
                        Reason.OVER_LIMITS,
                        type,
                        "The file unpacks to far more than it is; files like that are not read.");
            }
            if (cause instanceof EOFException) {
                return new Refused(
                        Reason.DAMAGED, type, "The file ends too early to be %s; is it complete?".formatted(shownType));
            }
            if (cause instanceof SAXParseException xml) {
                return new Refused(
                        Reason.DAMAGED,
                        type,
                        "The file's XML cannot be read, from line %d on, or it asks for what is not allowed."
                                .formatted(xml.getLineNumber()));
            }
        }
        return new Refused(
                Reason.DAMAGED, type, "The file is damaged, incomplete or not really %s.".formatted(shownType));
    }

    static String noText(int pages) {
        return pages == 0
                ? "There is no text in the file."
                : "There is no text in the file: its %,d %s may be pictures (a scan), and what is written in pictures is not read."
                        .formatted(pages, pages == 1 ? "page" : "pages");
    }

    private Refusals() {}
}
