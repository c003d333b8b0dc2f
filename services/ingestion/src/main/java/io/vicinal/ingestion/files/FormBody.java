package io.vicinal.ingestion.files;

import io.vicinal.contracts.error.ProblemType;
import java.util.List;
import java.util.Map;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ReactiveHttpInputMessage;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.http.codec.multipart.PartEventHttpMessageReader;
import reactor.core.publisher.Flux;

/** A body of {@code multipart/form-data}, cut into its parts as it arrives; no part is ever held whole. */
final class FormBody {
    private static final int HEADER_BYTES = 16 << 10;
    private static final int FIELD_BYTES = 4 << 10;
    private static final ResolvableType EVENT = ResolvableType.forClass(PartEvent.class);

    private final PartEventHttpMessageReader reader = new PartEventHttpMessageReader();

    FormBody() {
        reader.setMaxHeadersSize(HEADER_BYTES);
        reader.setMaxInMemorySize(FIELD_BYTES);
    }

    /** @throws io.vicinal.contracts.error.ProblemException unsupported media type */
    static MediaType check(String contentType) {
        try {
            MediaType type = MediaType.parseMediaType(contentType);
            String boundary = type.getParameter("boundary");
            if (MediaType.MULTIPART_FORM_DATA.equalsTypeAndSubtype(type) && boundary != null && !boundary.isEmpty()) {
                return type;
            }
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw ProblemType.UNSUPPORTED_MEDIA_TYPE.exception(
                "content-type", "Files come as multipart/form-data with a boundary, as from curl -F file=@report.pdf.");
    }

    Flux<PartEvent> events(MediaType type, Flux<DataBuffer> body) {
        return reader.read(EVENT, new Message(headers(type), body), Map.of());
    }

    private static HttpHeaders headers(MediaType type) {
        HttpHeaders headers = new HttpHeaders();
        headers.put(HttpHeaders.CONTENT_TYPE, List.of(type.toString()));
        return headers;
    }

    private record Message(HttpHeaders headers, Flux<DataBuffer> body) implements ReactiveHttpInputMessage {
        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public Flux<DataBuffer> getBody() {
            return body;
        }
    }
}
