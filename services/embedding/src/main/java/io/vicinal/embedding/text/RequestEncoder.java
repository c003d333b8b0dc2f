package io.vicinal.embedding.text;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.embedding.model.Model;
import io.vicinal.embedding.model.ModelText;
import io.vicinal.onnx.model.ModelKind;
import io.vicinal.onnx.schedule.Deadline;
import io.vicinal.onnx.schedule.Flow;
import io.vicinal.onnx.schedule.QueueFullException;
import io.vicinal.onnx.session.OutputReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;
import reactor.util.retry.Retry;

/**
 * Encodes the texts of a request, a window at a time. A single text is interactive work; several are bulk work, in turn
 * with other requests and with the log. Only in a large request may short texts share runs, unless it is deterministic.
 * Nothing is answered before all are encoded, so that an error is one of the whole request. A caller that goes takes what
 * waits out of the queue.
 */
public final class RequestEncoder {
    /** Requests up to this size share no run: they want the best vectors more than the last tokens a second. */
    private static final int ALONE_TEXTS = 32;

    /** Texts of a request in the queue at once: enough for short ones to find company. */
    private static final int WINDOW = 64;

    /** The encoder empties its queue all the time; after five minutes without room something is wrong. */
    private static final Duration LOOK_FOR_ROOM = Duration.ofMillis(50);

    private static final int LOOKS_FOR_ROOM = 6000;

    private final TokenizerThreads threads;
    private final QueryEncoder queries;

    public RequestEncoder(TokenizerThreads threads, QueryEncoder queries) {
        this.queries = queries;
        this.threads = threads;
    }

    /**
     * The dense vectors of a request; that of a single text may be one that was asked for before.
     *
     * @param dimensions the first so many
     * @param normalised whether to the L2 norm
     */
    public Mono<List<Encoded<float[]>>> dense(
            Model model, List<Input> inputs, Options options, int dimensions, boolean normalised) {
        TextRules.requireKind(model, "dense vectors", ModelKind.DENSE);
        boolean whole = normalised && dimensions == model.card().dimensions();
        if (whole && options.truncation() != Options.Truncation.LEFT && inputs.size() == 1) {
            if (inputs.getFirst() instanceof Input.Text(String text)) {
                String field = options.field() + "[0]";
                return queries.encode(
                                model, options.prompt(), TextRules.checked(text, field), field, options.truncation())
                        .map(embedding -> List.of(new Encoded<>(embedding.dense(), embedding.tokens())))
                        .publishOn(Schedulers.parallel());
            }
        }
        OutputReader<float[]> reader = model.dense(dimensions, normalised);
        return encode(model, inputs, options, _ -> reader);
    }

    /**
     * @param model held by the caller until this ends
     * @param readers what is wanted of each text
     * @return one for each input, in order; fails with {@code ProblemException} or with what the model throws
     */
    public <T> Mono<List<Encoded<T>>> encode(
            Model model, List<Input> inputs, Options options, Function<ModelText, OutputReader<T>> readers) {
        if (inputs.isEmpty()) {
            return Mono.error(ProblemType.MISSING_VALUE.exception(
                    options.field(), "\"%s\" holds no text.".formatted(options.field())));
        }
        InputTokens tokens = new InputTokens(model, options.prompt(), options.truncation());
        Flow flow = flow(inputs.size(), options.deterministic());
        AtomicBoolean underWay = new AtomicBoolean();
        return Mono.deferContextual(context -> {
            Deadline deadline = deadline(context);
            return Flux.fromIterable(inputs)
                    .index()
                    .publishOn(threads.scheduler(), WINDOW)
                    .map(input ->
                            threads.timed(() -> tokens.of(input.getT2(), options.field() + '[' + input.getT1() + ']')))
                    .flatMapSequential(
                            text -> encode(model, flow, text, readers.apply(text), deadline, underWay), WINDOW, WINDOW)
                    .collectList()
                    .publishOn(Schedulers.parallel());
        });
    }

    /** The first text finds room or the request is refused; a request under way waits for room. */
    private <T> Mono<Encoded<T>> encode(
            Model model, Flow flow, ModelText text, OutputReader<T> reader, Deadline deadline, AtomicBoolean underWay) {
        return Mono.fromFuture(() -> {
                    var encoding = model.encode(flow, text, reader, deadline);
                    underWay.set(true);
                    return encoding;
                })
                .map(value -> new Encoded<>(value, text.tokens()))
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
