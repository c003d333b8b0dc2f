package io.vicinal.embedding.query;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.embedding.ModelDescription;
import io.vicinal.contracts.embedding.QueryEmbedding;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.onnx.encode.Embedding;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.schedule.Deadline;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

/**
 * Encodes queries on the interactive lane. Tokenization runs on threads of its own, and what follows the answer never
 * runs on the encoder's. A caller that goes takes its query out of the queue.
 */
@RestController
public class EmbeddingController implements EmbeddingApi, DisposableBean {
    private static final int TOKENIZER_THREADS = 2;
    private static final int WAITING_QUERIES = 1024;

    private final TextEncoder encoder;
    private final Timer duration;
    private final Scheduler tokenizing = Schedulers.fromExecutorService(new ThreadPoolExecutor(
            TOKENIZER_THREADS,
            TOKENIZER_THREADS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_QUERIES),
            Thread.ofPlatform().name("vicinal-query-", 0).daemon().factory()));

    public EmbeddingController(TextEncoder encoder, MeterRegistry metrics) {
        this.encoder = encoder;
        this.duration = Timer.builder("vicinal.embedding.query.duration")
                .description("A query from request to vector")
                .publishPercentileHistogram()
                .register(metrics);
    }

    @Override
    public Mono<QueryEmbedding> embedQuery(QueryText query) {
        return Mono.deferContextual(context -> {
            check(query);
            Timer.Sample sample = Timer.start();
            return Mono.fromFuture(() -> encode(query.text(), context))
                    .subscribeOn(tokenizing)
                    .doOnSuccess(_ -> sample.stop(duration))
                    .publishOn(Schedulers.parallel())
                    .onErrorMap(EncoderProblems::of)
                    .map(result -> new QueryEmbedding(result.dense(), result.tokens(), result.truncated()));
        });
    }

    private CompletableFuture<Embedding> encode(String text, ContextView context) {
        Deadline deadline = io.vicinal.service.deadline.Deadline.of(context)
                .map(at -> new Deadline(at.nanoTime()))
                .orElseGet(Deadline::none);
        return encoder.encodeQuery(text, deadline);
    }

    private void check(QueryText query) {
        if (!encoder.name().equals(query.model())) {
            throw ProblemType.UNKNOWN_MODEL.exception(
                    "model", "There is no model '" + query.model() + "' here; there is '" + encoder.name() + "'.");
        }
        if (query.text() == null || query.text().isBlank()) {
            throw ProblemType.MISSING_VALUE.exception("text", "A query needs a \"text\" that is not blank.");
        }
    }

    @Override
    public Mono<List<ModelDescription>> models() {
        return Mono.just(List.of(
                new ModelDescription(encoder.name(), encoder.dimensions(), encoder.maxTokens(), encoder.provider())));
    }

    @Override
    public void destroy() {
        tokenizing.dispose();
    }
}
