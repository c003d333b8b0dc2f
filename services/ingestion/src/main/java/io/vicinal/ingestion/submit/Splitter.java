package io.vicinal.ingestion.submit;

import io.vicinal.contracts.document.DocumentLimits;
import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** Cuts a body into elements as its bytes arrive. For one body, by one thread at a time. */
interface Splitter {

    /** @return the elements that end in these bytes */
    List<Element> feed(byte[] bytes);

    /** The body is at its end. */
    List<Element> end();

    /** Why the body cannot be cut any further, or null. Nothing comes after it. */
    @Nullable
    Problem aborted();

    /** @throws io.vicinal.contracts.error.ProblemException unsupported media type */
    static Splitter of(String contentType) {
        try {
            MediaType type = MediaType.parseMediaType(contentType);
            if (type.getCharset() == null || type.getCharset().name().equals("UTF-8")) {
                if (MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type)) {
                    return new JsonSplitter(DocumentLimits.DOCUMENT_BYTES);
                }
                if (MediaType.APPLICATION_NDJSON.equalsTypeAndSubtype(type)) {
                    return new LineSplitter(DocumentLimits.DOCUMENT_BYTES);
                }
            }
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw ProblemType.UNSUPPORTED_MEDIA_TYPE.exception(
                "content-type", "Documents come as application/json or application/x-ndjson, in UTF-8.");
    }

    static boolean isSpace(int b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
