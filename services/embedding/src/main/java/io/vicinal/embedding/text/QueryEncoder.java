package io.vicinal.embedding.text;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.embedding.model.Model;
import io.vicinal.embedding.model.ModelText;
import io.vicinal.embedding.text.Options.Truncation;
import io.vicinal.onnx.encode.Embedding;
import io.vicinal.onnx.model.ModelKind;
import io.vicinal.onnx.schedule.Deadline;
import io.vicinal.onnx.schedule.Flow;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

/**
 * Encodes a single text on the interactive lane: what was asked before is remembered, and texts alike that come at once
 * are encoded once.
 */
public final class QueryEncoder {
    private final TokenizerThreads threads;
    private final QueryCache cache;

    /** @param remembered how much the vectors of earlier texts may take; zero keeps none */
    public QueryEncoder(TokenizerThreads threads, DataSize remembered, MeterRegistry metrics) {
        this.threads = threads;
        this.cache = new QueryCache(remembered, metrics);
    }

    /**
     * @param model held by the caller until this ends
     * @param field where the text stands, for errors
     * @param truncation {@code REFUSE} or {@code RIGHT}
     */
    public Mono<Embedding> encode(Model model, String prompt, String text, String field, Truncation truncation) {
        return Mono.deferContextual(context -> {
            TextRules.requireKind(model, "dense vectors", ModelKind.DENSE);
            var key = new QueryCache.Key(model.card().fingerprint(), prompt, text, truncation == Truncation.RIGHT);
            InputTokens tokens = new InputTokens(model, prompt, truncation);
            Mono<Embedding> encoding = Mono.fromCallable(() -> threads.timed(() -> tokens.ofText(text, field)))
                    .subscribeOn(threads.scheduler())
                    .flatMap(read -> encode(model, read));
            return within(io.vicinal.service.deadline.Deadline.of(context), cache.get(key, encoding));
        });
    }

    /** Without the deadline of the one who asked first: others may wait for the same. */
    private static Mono<Embedding> encode(Model model, ModelText text) {
        return Mono.fromFuture(() -> model.encode(
                        Flow.interactive(), text, model.dense(model.card().dimensions(), true), Deadline.none()))
                .map(vector -> new Embedding(vector, text.tokens(), text.truncated()));
    }

    private static Mono<Embedding> within(
            Optional<io.vicinal.service.deadline.Deadline> deadline, Mono<Embedding> embedding) {
        return deadline.map(at -> at.remaining().isPositive()
                        ? embedding.timeout(at.remaining())
                        : Mono.<Embedding>error(new TimeoutException()))
                .orElse(embedding);
    }
}
