package io.vicinal.embedding.query;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.embedding.ModelDescription;
import io.vicinal.contracts.embedding.QueryEmbedding;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.embedding.text.Deadlines;
import io.vicinal.embedding.text.EncoderProblems;
import io.vicinal.embedding.text.TokenizerThreads;
import io.vicinal.onnx.encode.TextEncoder;
import java.util.List;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Encodes queries on the interactive lane. Tokenization runs on threads of its own, and what follows the answer never
 * runs on the encoder's. A caller that goes takes its query out of the queue.
 */
@RestController
public class EmbeddingController implements EmbeddingApi {
    private final TextEncoder encoder;
    private final Timer duration;
    private final TokenizerThreads threads;

    public EmbeddingController(TextEncoder encoder, TokenizerThreads threads, MeterRegistry metrics) {
        this.encoder = encoder;
        this.threads = threads;
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
            return Mono.fromFuture(() -> encoder.encodeQuery(query.text(), Deadlines.of(context)))
                    .subscribeOn(threads.scheduler())
                    .doOnSuccess(_ -> sample.stop(duration))
                    .publishOn(Schedulers.parallel())
                    .onErrorMap(EncoderProblems::of)
                    .map(result -> new QueryEmbedding(result.dense(), result.tokens(), result.truncated()));
        });
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
}
