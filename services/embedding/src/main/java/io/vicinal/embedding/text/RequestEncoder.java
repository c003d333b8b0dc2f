package io.vicinal.embedding.text;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.schedule.Deadline;
import io.vicinal.onnx.schedule.Flow;
import io.vicinal.onnx.schedule.QueueFullException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;
import reactor.util.retry.Retry;

/**
 * Encodes the texts of a request, a window at a time. A single text is interactive work; several are bulk work, in turn
 * with other requests and with the log. Only in a large request may short texts share runs, unless it is deterministic. Nothing is answered before all are encoded, so that an error is one of the whole
 * request. A caller that goes takes what waits out of the queue.
 */
public final class RequestEncoder {
    /** Requests up to this size share no run: they want the best vectors more than the last tokens a second. */
    private static final int ALONE_TEXTS = 32;

    /** Texts of a request in the queue at once: enough for short ones to find company. */
    private static final int WINDOW = 64;

    /** The encoder empties its queue all the time; after five minutes without room something is wrong. */
    private static final Duration LOOK_FOR_ROOM = Duration.ofMillis(50);

    private static final int LOOKS_FOR_ROOM = 6000;

    private final TextEncoder encoder;
    private final TokenizerThreads threads;

    public RequestEncoder(TextEncoder encoder, TokenizerThreads threads) {
        this.encoder = encoder;
        this.threads = threads;
    }

    /** @return one for each input, in order; fails with {@code ProblemException} or with what the encoder throws */
    public <T> Mono<List<Encoded<T>>> encode(List<Input> inputs, Options<T> options) {
        if (inputs.isEmpty()) {
            return Mono.error(ProblemType.MISSING_VALUE.exception(
                    options.field(), "\"%s\" holds no text.".formatted(options.field())));
        }
        InputTokens tokens = new InputTokens(encoder, options);
        Flow flow = flow(inputs.size(), options.deterministic());
        AtomicBoolean underWay = new AtomicBoolean();
        return Mono.deferContextual(context -> {
            Deadline deadline = deadline(context);
            return Flux.fromIterable(inputs)
                    .index()
                    .publishOn(threads.scheduler(), WINDOW)
                    .map(input -> tokens.of(input.getT2(), input.getT1()))
                    .flatMapSequential(ids -> encode(flow, ids, options, deadline, underWay), WINDOW, WINDOW)
                    .collectList()
                    .publishOn(Schedulers.parallel());
        });
    }

    /** The first text finds room or the request is refused; a request under way waits for room. */
    private <T> Mono<Encoded<T>> encode(
            Flow flow, long[] ids, Options<T> options, Deadline deadline, AtomicBoolean underWay) {
        return Mono.fromFuture(() -> {
                    var encoding = encoder.encode(flow, ids, options.reader(), deadline);
                    underWay.set(true);
                    return encoding;
                })
                .map(value -> new Encoded<>(value, ids.length))
                .retryWhen(Retry.fixedDelay(LOOKS_FOR_ROOM, LOOK_FOR_ROOM)
                        .filter(failure -> failure instanceof QueueFullException && underWay.get())
                        .onRetryExhaustedThrow((_, last) -> last.failure()));
    }

    private static Deadline deadline(ContextView context) {
        return io.vicinal.service.deadline.Deadline.of(context)
                .map(at -> new Deadline(at.nanoTime()))
                .orElseGet(Deadline::none);
    }

    private static Flow flow(int texts, boolean deterministic) {
        if (texts == 1) {
            return Flow.interactive();
        }
        return deterministic || texts <= ALONE_TEXTS ? Flow.deterministicBulk() : Flow.bulk();
    }
}
