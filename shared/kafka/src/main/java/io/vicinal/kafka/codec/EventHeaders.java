package io.vicinal.kafka.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vicinal.contracts.topic.RecordHeaders;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** CloudEvents and W3C trace headers, in UTF-8 text. */
public final class EventHeaders {
    public static final String DOCUMENT = "io.vicinal.document.submitted";
    public static final String DOCUMENT_DELETED = "io.vicinal.document.deleted";
    public static final String MATCHING_DELETED = "io.vicinal.documents.matching-deleted";
    public static final String DOCUMENT_EMBEDDED = "io.vicinal.document.embedded";
    public static final String DOCUMENT_WORKED_THROUGH = "io.vicinal.document.worked-through";
    public static final String DOCUMENT_CLASSIFIED = "io.vicinal.document.classified";
    public static final String COLLECTION = "io.vicinal.collection.changed";
    public static final String FEEDBACK = "io.vicinal.feedback.given";
    public static final String QUERY_JUDGED = "io.vicinal.query.judged";
    public static final String CLASSIFIER = "io.vicinal.classifier.trained";
    public static final String RELEVANCE_MODELS = "io.vicinal.relevance-models.changed";

    /**
     * Headers of a new event.
     *
     * @param type one of the constants
     * @param source a URI reference of where it comes from, such as {@code /vicinal/ingestion}
     */
    public static Headers event(String type, String source) {
        Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        add(headers, RecordHeaders.CE_SPECVERSION, "1.0");
        add(headers, RecordHeaders.CE_ID, id());
        add(headers, RecordHeaders.CE_TYPE, type);
        add(headers, RecordHeaders.CE_SOURCE, source);
        add(headers, RecordHeaders.CE_TIME, Instant.now().toString());
        return headers;
    }

    /** A random UUID (version 4) from a generator that never blocks on the system's entropy: events are made on event loops. */
    private static String id() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & ~(3L << 62)) | (1L << 63);
        return new UUID(high, low).toString();
    }

    /** Headers of an event that follows from a consumed record: it belongs to the same trace. */
    public static Headers following(ConsumerRecord<?, ?> origin, String type, String source) {
        Headers headers = event(type, source);
        Header trace = origin.headers().lastHeader(RecordHeaders.TRACEPARENT);
        if (trace != null) {
            headers.add(new RecordHeader(RecordHeaders.TRACEPARENT, trace.value()));
        }
        return headers;
    }

    public static Headers add(Headers headers, String name, String value) {
        return headers.add(new RecordHeader(name, value.getBytes(UTF_8)));
    }

    public static Headers add(Headers headers, String name, long value) {
        return add(headers, name, Long.toString(value));
    }

    public static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    /** @return empty where the header is missing or not a number */
    public static OptionalLong number(Headers headers, String name) {
        String text = text(headers, name);
        try {
            return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }

    private EventHeaders() {}
}
