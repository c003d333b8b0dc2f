package io.vicinal.embedding.text;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.embedding.SparseEmbedding;
import io.vicinal.embedding.model.Model;
import io.vicinal.embedding.text.Options.Truncation;
import io.vicinal.onnx.encode.Embedding;
import io.vicinal.onnx.model.ModelKind;
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
        return encode(model, prompt, text, field, truncation, false).map(EncodedQuery::embedding);
    }

    /** Like {@link #encode}, with the vectors of the text's tokens where the model gives such. */
    public Mono<EncodedQuery> encodeTokens(
            Model model, String prompt, String text, String field, Truncation truncation) {
        return encode(model, prompt, text, field, truncation, model.local().isPresent());
    }

    private Mono<EncodedQuery> encode(
            Model model, String prompt, String text, String field, Truncation truncation, boolean tokens) {
        return Mono.deferContextual(context -> {
            TextRules.requireKind(model, "dense vectors", ModelKind.DENSE);
            var key = new QueryCache.Key(model.card().fingerprint(), prompt, text, truncation == Truncation.RIGHT);
            Mono<EncodedQuery> encoding = Mono.fromCallable(
                            () -> QueryRuns.of(model, prompt, text, field, truncation, tokens, threads))
                    .subscribeOn(threads.scheduler())
                    .flatMap(QueryRuns::run);
            return within(io.vicinal.service.deadline.Deadline.of(context), cache.get(key, tokens, encoding));
        });
    }

    /**
     * Weighs a text by a sparse model; else like {@link #encode}.
     *
     * @throws io.vicinal.contracts.error.ProblemException where the model is not sparse
     */
    public Mono<SparseEmbedding> weights(Model model, String prompt, String text, String field, Truncation truncation) {
        return Mono.deferContextual(context -> {
            TextRules.requireKind(model, "sparse vectors", ModelKind.SPARSE);
            var key = new QueryCache.Key(model.card().fingerprint(), prompt, text, truncation == Truncation.RIGHT);
            Mono<EncodedWeights> encoding = Mono.fromCallable(
                            () -> QueryWeighing.of(model, prompt, text, field, truncation, threads))
                    .subscribeOn(threads.scheduler())
                    .flatMap(QueryWeighing::run);
            return within(io.vicinal.service.deadline.Deadline.of(context), cache.weights(key, encoding))
                    .map(EncodedWeights::embedding);
        });
    }

    private static <T> Mono<T> within(Optional<io.vicinal.service.deadline.Deadline> deadline, Mono<T> query) {
        return deadline.map(at -> at.remaining().isPositive()
                        ? query.timeout(at.remaining())
                        : Mono.<T>error(new TimeoutException()))
                .orElse(query);
    }
}
