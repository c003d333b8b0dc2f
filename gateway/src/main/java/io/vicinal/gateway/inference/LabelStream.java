package io.vicinal.gateway.inference;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.inference.InferenceApi;
import io.vicinal.service.http.JsonBody;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.StringDecoder;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.util.MimeTypeUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Labels texts as they come: {@code {"text": "…"}} a line in, its label a line out, in order, however many there are. Nothing
 * but what is being labelled is held. A line at fault ends the answer with a line that says why.
 */
final class LabelStream {
    private static final int LINE_BYTES = 1 << 20;
    private static final int TEXTS_AT_ONCE = 128;
    private static final int BATCHES_AT_ONCE = 2;
    /** A client that waits for each answer before it sends the next text gets it this much later. */
    private static final Duration GATHERING = Duration.ofMillis(20);

    private final InferenceApi inference;
    private final InferenceCall call;
    private final StringDecoder lines = StringDecoder.textPlainOnly(List.of("\n"), true);

    record Line(@Nullable String text) {}

    /** The last line, where something went wrong. */
    @JsonInclude(Include.NON_NULL)
    record Failure(Problem error) {}

    LabelStream(InferenceApi inference, InferenceCall call) {
        this.inference = inference;
        this.call = call;
        lines.setMaxInMemorySize(LINE_BYTES);
    }

    Flux<Object> label(String collection, LineOptions options, Flux<DataBuffer> body) {
        return lines.decode(body, ResolvableType.forClass(String.class), MimeTypeUtils.TEXT_PLAIN, null)
                .filter(line -> !line.isBlank())
                .index()
                .<Object>map(line -> text(line.getT1(), line.getT2()))
                .onErrorResume(failure -> Mono.just(new Failure(problem(failure))))
                .bufferTimeout(TEXTS_AT_ONCE, GATHERING, true)
                .flatMapSequential(some -> labelled(collection, options, some), BATCHES_AT_ONCE, 1)
                .concatMapIterable(results -> results)
                .takeUntil(Failure.class::isInstance);
    }

    /** @param some texts, of which the last may be a failure instead: what came before it is answered */
    private Mono<List<Object>> labelled(String collection, LineOptions options, List<Object> some) {
        List<String> texts = some.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
        Stream<Object> failure = some.stream().filter(Failure.class::isInstance);
        if (texts.isEmpty()) {
            return Mono.just(failure.toList());
        }
        return call.within(inference.classify(collection, options.of(texts)))
                .map(result -> Stream.concat(result.results().stream(), failure).toList())
                .onErrorResume(failed -> Mono.just(List.of(new Failure(problem(failed)))));
    }

    private static String text(long place, String line) {
        Line read = JsonBody.parse(line.getBytes(StandardCharsets.UTF_8), Line.class);
        if (read.text() == null || read.text().isBlank()) {
            throw ProblemType.MISSING_VALUE.exception("text", "Line " + (place + 1) + " has no text.");
        }
        return read.text();
    }

    private static Problem problem(Throwable failure) {
        if (failure instanceof DataBufferLimitException) {
            return ProblemType.TOO_LARGE.of(null, "A line is longer than " + LINE_BYTES + " bytes.");
        }
        return failure instanceof ProblemException e
                ? e.problem()
                : ProblemType.INTERNAL.of(null, "The texts could not be read to their end.");
    }
}
