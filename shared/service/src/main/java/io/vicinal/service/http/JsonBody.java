package io.vicinal.service.http;

import io.vicinal.contracts.error.JsonProblems;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/**
 * A JSON body that is small enough to be held, read strictly, so that every error names the property at fault. Errors
 * are {@code ProblemException}: 413 over the limit, 415 for another content type, 400 for what cannot be read.
 */
public final class JsonBody {
    /** Bytes of a schema or a search request: 1 MiB. */
    public static final int REQUEST_BYTES = 1 << 20;

    /** The whole body; an empty one is an array of no bytes. */
    public static Mono<byte[]> bytes(ServerHttpRequest request, int limit) {
        if (request.getHeaders().getContentLength() > limit) {
            return Mono.error(tooLarge(limit));
        }
        return DataBufferUtils.join(request.getBody(), limit)
                .map(JsonBody::drain)
                .defaultIfEmpty(new byte[0])
                .onErrorMap(DataBufferLimitException.class, e -> tooLarge(limit));
    }

    /** Refuses a content type other than {@code application/json}, a missing one too. */
    public static void requireJson(ServerHttpRequest request) {
        requireOneOf(request, MediaType.APPLICATION_JSON);
    }

    /** @return the one of {@code accepted}, without parameters, that the request's content type is */
    public static MediaType requireOneOf(ServerHttpRequest request, MediaType... accepted) {
        MediaType given = contentType(request);
        for (MediaType type : accepted) {
            if (given != null && type.equalsTypeAndSubtype(given)) {
                return type;
            }
        }
        throw ProblemType.UNSUPPORTED_MEDIA_TYPE.exception(
                "content-type",
                "The content type must be "
                        + MediaType.toString(List.of(accepted)).replace(", ", " or ")
                        + (given == null ? "; the request names none." : "; the request says " + given + "."));
    }

    /**
     * Parses an object; the JSON literal {@code null} and an empty body are refused. A problem that a reader of its own
     * throws is passed on.
     */
    public static <T> T parse(byte[] body, Class<T> type) {
        try {
            @Nullable T value = Json.mapper().readValue(body, type);
            if (value == null) {
                throw ProblemType.WRONG_TYPE.exception(null, "The body must be a JSON object, not null.");
            }
            return value;
        } catch (JacksonException e) {
            throw e.getCause() instanceof ProblemException said
                    ? said
                    : JsonProblems.of(e).exception();
        }
    }

    private static @Nullable MediaType contentType(ServerHttpRequest request) {
        try {
            return request.getHeaders().getContentType();
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private static byte[] drain(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private static ProblemException tooLarge(int limit) {
        return ProblemType.TOO_LARGE.exception(
                null, "The body is larger than " + limit + " bytes, the most that is read here.");
    }

    private JsonBody() {}
}
