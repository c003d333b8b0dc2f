package io.vicinal.embedding.text;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vicinal.contracts.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.JsonGenerator;

/** A long array as JSON, written piece by piece while the client reads: never held whole, never a tree. */
public final class StreamedJson {
    private static final int PIECE_BYTES = 64 << 10;

    /** Writes one element. */
    @FunctionalInterface
    public interface Writer<T> {
        void write(JsonGenerator json, T element, int index);
    }

    private final Timer duration;

    public StreamedJson(MeterRegistry metrics) {
        duration = Timer.builder("vicinal.embedding.serialize.duration")
                .description("A piece of an answer's vectors to JSON")
                .register(metrics);
    }

    /**
     * @param head what stands before the elements, with the opening bracket
     * @param tail what stands after them, with the closing bracket
     */
    public <T> Flux<DataBuffer> array(String head, List<T> elements, Writer<T> writer, String tail) {
        return Flux.<DataBuffer, Integer>generate(() -> 0, (from, sink) -> {
                    long start = System.nanoTime();
                    ByteArrayOutputStream piece = new ByteArrayOutputStream(PIECE_BYTES + PIECE_BYTES / 4);
                    if (from == 0) {
                        piece.writeBytes(head.getBytes(StandardCharsets.UTF_8));
                    }
                    int next = from;
                    while (next < elements.size() && piece.size() < PIECE_BYTES) {
                        if (next > 0) {
                            piece.write(',');
                        }
                        try (JsonGenerator json = Json.mapper().createGenerator(piece)) {
                            writer.write(json, elements.get(next), next);
                        }
                        next++;
                    }
                    if (next == elements.size()) {
                        piece.writeBytes(tail.getBytes(StandardCharsets.UTF_8));
                    }
                    duration.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
                    sink.next(DefaultDataBufferFactory.sharedInstance.wrap(piece.toByteArray()));
                    if (next == elements.size()) {
                        sink.complete();
                    }
                    return next;
                })
                .subscribeOn(Schedulers.parallel());
    }

    /** @param count from {@code vector[from]} on */
    public static void numbers(JsonGenerator json, float[] vector, int from, int count) {
        json.writeStartArray();
        for (int i = from; i < from + count; i++) {
            json.writeNumber(vector[i]);
        }
        json.writeEndArray();
    }
}
