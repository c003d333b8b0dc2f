package io.vicinal.gateway.document;

import io.vicinal.contracts.error.ProblemType;
import java.nio.charset.StandardCharsets;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.util.UriUtils;

/**
 * The document's id in an address: everything after {@code /documents/}, percent-decoded once. Taken from the raw path,
 * because path patterns would read {@code ;} as the begin of a parameter and drop it.
 */
final class DocumentPath {
    private static final String COLLECTIONS = "/v1/collections/";
    private static final String DOCUMENTS = "/documents/";

    static String id(ServerHttpRequest request) {
        String path = request.getPath().pathWithinApplication().value();
        int begin = path.indexOf(DOCUMENTS, path.indexOf('/', COLLECTIONS.length())) + DOCUMENTS.length();
        try {
            return UriUtils.decode(path.substring(begin), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw ProblemType.INVALID_VALUE.exception("id", "The id in the address is not well percent-encoded.");
        }
    }

    private DocumentPath() {}
}
