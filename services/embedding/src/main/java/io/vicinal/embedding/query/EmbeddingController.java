package io.vicinal.embedding.query;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.embedding.ModelDescription;
import io.vicinal.contracts.embedding.ModelMeans;
import io.vicinal.contracts.embedding.PairScores;
import io.vicinal.contracts.embedding.QueryEmbedding;
import io.vicinal.contracts.embedding.SparseEmbedding;
import io.vicinal.contracts.embedding.TextScores;
import io.vicinal.contracts.embedding.TextVectors;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.text.TextSpan;
import io.vicinal.embedding.compress.MeansOfModels;
import io.vicinal.embedding.model.Model;
import io.vicinal.embedding.model.ModelCard;
import io.vicinal.embedding.model.ModelState;
import io.vicinal.embedding.model.Models;
import io.vicinal.embedding.rerank.Reranking;
import io.vicinal.embedding.text.Encoded;
import io.vicinal.embedding.text.EncodedQuery;
import io.vicinal.embedding.text.EncoderProblems;
import io.vicinal.embedding.text.Input;
import io.vicinal.embedding.text.Options;
import io.vicinal.embedding.text.Options.Truncation;
import io.vicinal.embedding.text.QueryEncoder;
import io.vicinal.embedding.text.RequestEncoder;
import io.vicinal.embedding.text.TextRules;
import io.vicinal.embedding.text.TokenizerThreads;
import io.vicinal.onnx.model.ModelKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Encodes queries on the interactive lane. Tokenization runs on threads of its own, and what follows the answer never
 * runs on the encoder's. A query that nobody waits for any more leaves the queue.
 */
@RestController
public class EmbeddingController implements EmbeddingApi {
    private final Models models;
    private final QueryEncoder queries;
    private final RequestEncoder requests;
    private final BestSentence sentences;
    private final Timer duration;
    private final TokenizerThreads threads;
    private final MeansOfModels means;
    private final Reranking reranking;

    public EmbeddingController(
            Models models,
            QueryEncoder queries,
            RequestEncoder requests,
            TokenizerThreads threads,
            MeansOfModels means,
            Reranking reranking,
            MeterRegistry metrics) {
        this.reranking = reranking;
        this.threads = threads;
        this.models = models;
        this.queries = queries;
        this.requests = requests;
        this.sentences = new BestSentence(queries, means, threads);
        this.means = means;
        this.duration = Timer.builder("vicinal.embedding.query.duration")
                .description("A query from request to vector")
                .publishPercentileHistogram()
                .register(metrics);
    }

    @Override
    public Mono<QueryEmbedding> embedQuery(QueryText query) {
        return Mono.defer(() -> {
            check(query);
            Timer.Sample sample = Timer.start();
            return models.with(query.model(), model -> encode(model, query))
                    .doOnSuccess(_ -> sample.stop(duration))
                    .publishOn(Schedulers.parallel())
                    .onErrorMap(EncoderProblems::of)
                    .map(EmbeddingController::answer);
        });
    }

    @Override
    public Mono<TextVectors> embedTexts(TextsQuery query) {
        return Mono.defer(() -> {
            List<Input> inputs = inputs(query);
            boolean tokens = Boolean.TRUE.equals(query.tokenVectors());
            return models.with(query.model(), model -> vectors(model, inputs, tokens))
                    .publishOn(Schedulers.parallel())
                    .onErrorMap(EncoderProblems::of);
        });
    }

    private Mono<TextVectors> vectors(Model model, List<Input> inputs, boolean tokens) {
        Options options = new Options("texts", Truncation.RIGHT, model.passagePrefix(), false);
        return tokens && model.local().isPresent()
                ? requests.denseAndTokens(model, inputs, options)
                        .map(texts -> new TextVectors(
                                texts.stream().map(text -> text.value().dense()).toList(),
                                truncated(texts),
                                texts.stream()
                                        .map(text -> text.value().tokens())
                                        .toList()))
                : requests.dense(model, inputs, options, model.card().dimensions(), true)
                        .map(texts -> new TextVectors(
                                texts.stream().map(Encoded::value).toList(), truncated(texts), null));
    }

    private static List<Input> inputs(TextsQuery query) {
        if (query.model() == null) {
            throw ProblemType.MISSING_VALUE.exception("model", "Texts need a \"model\".");
        }
        List<String> texts = query.texts() == null ? List.of() : query.texts();
        if (texts.isEmpty()) {
            throw ProblemType.MISSING_VALUE.exception("texts", "There must be at least one text.");
        }
        if (texts.size() > MAX_TEXTS) {
            throw ProblemType.TOO_LARGE.exception(
                    "texts", texts.size() + " texts are more than the " + MAX_TEXTS + " that are encoded at once.");
        }
        List<Input> inputs = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            inputs.add(new Input.Text(TextRules.checked(texts.get(i), "texts[" + i + "]")));
        }
        return inputs;
    }

    private static <T> List<Integer> truncated(List<Encoded<T>> texts) {
        return IntStream.range(0, texts.size())
                .filter(i -> texts.get(i).truncated())
                .boxed()
                .toList();
    }

    @Override
    public Mono<SparseEmbedding> embedSparse(SparseText query) {
        return Mono.defer(() -> {
            check(new QueryText(query.model(), query.text(), false));
            Timer.Sample sample = Timer.start();
            return models.with(
                            query.model(),
                            model -> queries.weights(model, prompt(model), query.text(), "text", Truncation.RIGHT))
                    .doOnSuccess(_ -> sample.stop(duration))
                    .publishOn(Schedulers.parallel())
                    .onErrorMap(EncoderProblems::of);
        });
    }

    private Mono<EncodedQuery> encode(Model model, QueryText query) {
        return Boolean.TRUE.equals(query.tokenVectors())
                ? queries.encodeTokens(model, prompt(model), query.text(), "text", Truncation.RIGHT)
                : queries.encode(model, prompt(model), query.text(), "text", Truncation.RIGHT)
                        .map(embedding -> new EncodedQuery(embedding, null));
    }

    private static QueryEmbedding answer(EncodedQuery query) {
        return new QueryEmbedding(
                query.embedding().dense(),
                query.embedding().tokens(),
                query.tokens(),
                query.embedding().truncated());
    }

    private static String prompt(Model model) {
        return model.card().prompts().getOrDefault("query", "");
    }

    private static void check(QueryText query) {
        if (query.model() == null) {
            throw ProblemType.MISSING_VALUE.exception("model", "A query needs a \"model\".");
        }
        if (query.text() == null || query.text().isBlank()) {
            throw ProblemType.MISSING_VALUE.exception("text", "A query needs a \"text\" that is not blank.");
        }
    }

    @Override
    public Mono<TextSpan> bestSentence(SentenceQuery query) {
        return Mono.defer(() -> {
            require(query.model(), "model");
            require(query.vector(), "vector");
            require(query.text(), "text");
            return models.with(query.model(), model -> sentences.of(model, query))
                    .publishOn(Schedulers.parallel())
                    .onErrorMap(EncoderProblems::of);
        });
    }

    private static void require(@Nullable Object value, String name) {
        if (value == null) {
            throw ProblemType.MISSING_VALUE.exception(name, "A question for a sentence needs a \"" + name + "\".");
        }
    }

    @Override
    public Mono<ModelMeans> means(String model) {
        return models.with(
                        model, loaded -> Mono.fromFuture(() -> means.of(loaded)).subscribeOn(threads.scheduler()))
                .publishOn(Schedulers.parallel())
                .onErrorMap(EncoderProblems::of);
    }

    @Override
    public Mono<PairScores> scorePairs(PairsQuery query) {
        return Mono.defer(() -> reranking.pairs(query))
                .publishOn(Schedulers.parallel())
                .onErrorMap(EncoderProblems::of);
    }

    @Override
    public Mono<TextScores> scoreTexts(ScoresQuery query) {
        return Mono.defer(() -> reranking.scores(query))
                .publishOn(Schedulers.parallel())
                .onErrorMap(EncoderProblems::of);
    }

    /** Those that a collection may use, and at once. */
    @Override
    public Mono<List<ModelDescription>> models() {
        return Mono.just(models.all().stream()
                .map(ModelState::card)
                .filter(card -> card != null && card.kind() == ModelKind.DENSE)
                .map(EmbeddingController::description)
                .toList());
    }

    @Override
    public Mono<Map<String, String>> kinds() {
        return Mono.just(models.all().stream()
                .map(ModelState::card)
                .filter(Objects::nonNull)
                .collect(Collectors.toMap(ModelCard::name, card -> card.kind().text())));
    }

    private static ModelDescription description(ModelCard card) {
        return new ModelDescription(card.name(), card.dimensions(), card.maxTokens(), card.provider());
    }
}
