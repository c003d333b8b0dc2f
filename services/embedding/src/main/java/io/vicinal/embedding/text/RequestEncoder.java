package io.vicinal.embedding.text;

import io.vicinal.contracts.embedding.QueryTokens;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.embedding.model.Model;
import io.vicinal.embedding.model.ModelText;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.model.ModelKind;
import io.vicinal.onnx.schedule.Deadline;
import io.vicinal.onnx.schedule.Flow;
import io.vicinal.onnx.session.OutputReader;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

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
                        .map(embedding ->
                                List.of(new Encoded<>(embedding.dense(), embedding.tokens(), embedding.truncated())))
                        .publishOn(Schedulers.parallel());
            }
        }
        OutputReader<float[]> reader = model.dense(dimensions, normalised);
        return encode(model, inputs, options, _ -> reader);
    }

    /** What one run of a text gives. */
    public record Vectors(float[] dense, QueryTokens tokens) {}

    /**
     * The dense vectors of a request, L2-normalised, with those of the texts' tokens.
     *
     * @param model of this process
     */
    public Mono<List<Encoded<Vectors>>> denseAndTokens(Model model, List<Input> inputs, Options options) {
        TextRules.requireKind(model, "dense vectors", ModelKind.DENSE);
        TextEncoder encoder = TextRules.requireLocal(model, "vectors of tokens");
        OutputReader<float[]> dense = model.dense(model.card().dimensions(), true);
        return encode(model, inputs, options, text -> {
            QueryTokenReader tokens = new QueryTokenReader(encoder, text.ids());
            return (rows, first, count, dimensions) -> new Vectors(
                    dense.read(rows, first, count, dimensions), tokens.read(rows, first, count, dimensions));
        });
    }

    /**
     * @param model held by the caller until this ends
     * @param readers what is wanted of each text
     * @return one for each input, in order; fails with {@code ProblemException} or with what the model throws
     */
    public <T> Mono<List<Encoded<T>>> encode(
            Model model, List<Input> inputs, Options options, Function<ModelText, OutputReader<T>> readers) {
        return encode(model, inputs, options, readers, i -> options.field() + '[' + i + ']');
    }

    /** @param fields where each input stands in the request, by its place among the inputs; else as above */
    public <T> Mono<List<Encoded<T>>> encode(
            Model model,
            List<Input> inputs,
            Options options,
            Function<ModelText, OutputReader<T>> readers,
            LongFunction<String> fields) {
        if (inputs.isEmpty()) {
            return Mono.error(ProblemType.MISSING_VALUE.exception(
                    options.field(), "\"%s\" holds no text.".formatted(options.field())));
        }
        InputTokens tokens = new InputTokens(model, options.prompt(), options.truncation(), options.maxTokens());
        Flow flow = flow(inputs.size(), options.deterministic());
        Room room = new Room();
        return Mono.deferContextual(context -> {
            Deadline deadline = deadline(context);
            return Flux.fromIterable(inputs)
                    .index()
                    .publishOn(threads.scheduler(), WINDOW)
                    .map(input -> threads.timed(() -> tokens.of(input.getT2(), fields.apply(input.getT1()))))
                    .flatMapSequential(
                            text -> room.find(() -> model.encode(flow, text, readers.apply(text), deadline))
                                    .map(value -> new Encoded<>(value, text.tokens(), text.truncated())),
                            WINDOW,
                            WINDOW)
                    .collectList()
                    .publishOn(Schedulers.parallel());
        });
    }

    /** By when a request wants its answer. */
    public static Deadline deadline(ContextView context) {
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
