package io.vicinal.embedding.query;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.embedding.ModelDescription;
import io.vicinal.contracts.embedding.ModelMeans;
import io.vicinal.contracts.embedding.QueryEmbedding;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.embedding.compress.MeansOfModels;
import io.vicinal.embedding.text.EncoderProblems;
import io.vicinal.embedding.text.TokenizerThreads;
import io.vicinal.onnx.encode.Embedding;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.service.deadline.Deadline;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Encodes queries on the interactive lane. Tokenization runs on threads of its own, and what follows the answer never
 * runs on the encoder's. A query that nobody waits for any more leaves the queue.
 */
@RestController
public class EmbeddingController implements EmbeddingApi {
    private final TextEncoder encoder;
    private final Timer duration;
    private final TokenizerThreads threads;
    private final QueryCache cache;
    private final MeansOfModels means;

    public EmbeddingController(
            TextEncoder encoder,
            TokenizerThreads threads,
            QueryCache cache,
            MeansOfModels means,
            MeterRegistry metrics) {
        this.encoder = encoder;
        this.threads = threads;
        this.cache = cache;
        this.means = means;
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
            return within(Deadline.of(context), cache.get(query.text(), encoding(query.text())))
                    .doOnSuccess(_ -> sample.stop(duration))
                    .publishOn(Schedulers.parallel())
                    .onErrorMap(EncoderProblems::of)
                    .map(result -> new QueryEmbedding(result.dense(), result.tokens(), result.truncated()));
        });
    }

    /** Without the deadline of the one who asked first: others may wait for the same. */
    private Mono<Embedding> encoding(String text) {
        return Mono.fromFuture(() -> encoder.encodeQuery(text, io.vicinal.onnx.schedule.Deadline.none()))
                .subscribeOn(threads.scheduler());
    }

    private static Mono<Embedding> within(Optional<Deadline> deadline, Mono<Embedding> embedding) {
        return deadline.map(at -> embedding.timeout(at.remaining())).orElse(embedding);
    }

    private void checkModel(String model) {
        if (!encoder.name().equals(model)) {
            throw ProblemType.UNKNOWN_MODEL.exception(
                    "model", "There is no model '" + model + "' here; there is '" + encoder.name() + "'.");
        }
    }

    private void check(QueryText query) {
        checkModel(query.model());
        if (query.text() == null || query.text().isBlank()) {
            throw ProblemType.MISSING_VALUE.exception("text", "A query needs a \"text\" that is not blank.");
        }
    }

    @Override
    public Mono<ModelMeans> means(String model) {
        checkModel(model);
        return Mono.fromFuture(() -> means.of(encoder))
                .subscribeOn(threads.scheduler())
                .publishOn(Schedulers.parallel())
                .onErrorMap(EncoderProblems::of);
    }

    @Override
    public Mono<List<ModelDescription>> models() {
        return Mono.just(List.of(
                new ModelDescription(encoder.name(), encoder.dimensions(), encoder.maxTokens(), encoder.provider())));
    }
}
