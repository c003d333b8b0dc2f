package io.vicinal.embedding.rerank;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vicinal.contracts.embedding.EmbeddingApi;
import io.vicinal.contracts.embedding.EmbeddingApi.PairsQuery;
import io.vicinal.contracts.embedding.EmbeddingApi.ScoresQuery;
import io.vicinal.contracts.embedding.PairScores;
import io.vicinal.contracts.embedding.TextScores;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.embedding.compress.MeansOfModels;
import io.vicinal.embedding.model.Model;
import io.vicinal.embedding.model.Models;
import io.vicinal.embedding.text.Options.Truncation;
import io.vicinal.embedding.text.QueryEncoder;
import io.vicinal.embedding.text.RequestEncoder;
import io.vicinal.embedding.text.TokenizerThreads;
import io.vicinal.onnx.model.ModelKind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/** Puts texts in the order in which they answer a query: by a cross-encoder where one is named, else by a dense model's vectors. */
public final class Reranking {
    /** What callers may say for the default model, as they must name one in some clients. */
    private static final String DEFAULT = "default";

    private final Models models;
    private final VectorRanking vectors;
    private final PairRanking pairs;
    private final MeterRegistry metrics;

    /** @param remembered how much the scores of earlier pairs may take; zero keeps none */
    public Reranking(
            Models models,
            RequestEncoder requests,
            QueryEncoder queries,
            MeansOfModels means,
            TokenizerThreads threads,
            DataSize remembered,
            MeterRegistry metrics) {
        this.models = models;
        this.vectors = new VectorRanking(requests, queries, means, threads);
        this.pairs = new PairRanking(new PairScoring(threads, new PairCache(remembered, metrics)));
        this.metrics = metrics;
    }

    /**
     * @param model null or "default" for the default one
     * @return fails with {@code ProblemException} or with what the model throws; cancelling it drops what waits
     */
    public Mono<Ranking> rank(@Nullable String model, RankQuestion question) {
        return models.with(DEFAULT.equals(model) ? null : model, held -> rank(held, question));
    }

    private Mono<Ranking> rank(Model model, RankQuestion question) {
        boolean byPairs = model.card().kind() == ModelKind.CROSS_ENCODER;
        Timer.Sample sample = Timer.start();
        return (byPairs ? pairs.rank(model, question) : vectors.rank(model, question))
                .doOnNext(ranking -> texts(byPairs).increment(ranking.ranked().size()))
                .doFinally(end -> sample.stop(duration(byPairs, end)));
    }

    /** As {@code EmbeddingApi.scorePairs} says. */
    public Mono<PairScores> pairs(PairsQuery query) {
        RankQuestion question = question(query.query(), query.texts());
        Duration time = query.timeMs() == null ? null : Duration.ofMillis(query.timeMs());
        Timer.Sample sample = Timer.start();
        return models.with(query.model(), held -> pairs.scores(held, question, time))
                .doOnNext(scores -> texts(true).increment(scores.scored()))
                .doFinally(end -> sample.stop(duration(true, end)));
    }

    /** As {@code EmbeddingApi.scoreTexts} says. */
    public Mono<TextScores> scores(ScoresQuery query) {
        return rank(query.model(), question(query.query(), query.texts())).map(ranking -> {
            Double[] scores = new Double[query.texts().size()];
            ranking.ranked().forEach(ranked -> scores[ranked.index()] = ranked.score());
            return new TextScores(ranking.model(), List.of(scores));
        });
    }

    private static RankQuestion question(String query, @Nullable List<String> texts) {
        if (texts == null || texts.size() > EmbeddingApi.MAX_PAIRS) {
            throw ProblemType.TOO_LARGE.exception(
                    "texts", "A query needs \"texts\" to be compared with, at most " + EmbeddingApi.MAX_PAIRS + ".");
        }
        return RankQuestion.of(query, new Texts(texts), "texts", Truncation.RIGHT, Integer.MAX_VALUE);
    }

    private Counter texts(boolean byPairs) {
        return Counter.builder("vicinal.embedding.rerank.texts")
                .description("Texts of requests that were put in order")
                .tag("by", by(byPairs))
                .register(metrics);
    }

    private Timer duration(boolean byPairs, SignalType end) {
        String outcome = switch (end) {
            case ON_ERROR -> "failed";
            case CANCEL -> "cancelled";
            default -> "ranked";
        };
        return Timer.builder("vicinal.embedding.rerank.duration")
                .description("Putting the texts of a request in order")
                .tags("by", by(byPairs), "outcome", outcome)
                .publishPercentileHistogram()
                .register(metrics);
    }

    private static String by(boolean pairs) {
        return pairs ? "pairs" : "vectors";
    }
}
