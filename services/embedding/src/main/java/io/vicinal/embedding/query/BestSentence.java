package io.vicinal.embedding.query;

import io.vicinal.contracts.embedding.EmbeddingApi.SentenceQuery;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.text.TextSpan;
import io.vicinal.embedding.compress.MeansOfModels;
import io.vicinal.embedding.model.Model;
import io.vicinal.embedding.text.Options.Truncation;
import io.vicinal.embedding.text.QueryEncoder;
import io.vicinal.embedding.text.TokenizerThreads;
import io.vicinal.text.sentence.TextSentences;
import io.vicinal.text.sentence.TextSentences.Sentence;
import java.util.Comparator;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The sentence of a passage that is nearest to a query, each encoded as a passage of its own. Cosines are those of the vectors
 * less the model's mean: without, the shortest and vaguest text of all ("Notes") is near to every query. What was encoded before is
 * remembered with the queries, and only two are under way at a time, so that queries come through between them.
 */
final class BestSentence {
    /** Of a passage with more, the longest: those that are left out are headings and lists' items. */
    static final int MAX_SENTENCES = 20;

    private static final int AT_ONCE = 2;

    private final QueryEncoder encoder;
    private final MeansOfModels means;
    private final TokenizerThreads threads;

    BestSentence(QueryEncoder encoder, MeansOfModels means, TokenizerThreads threads) {
        this.encoder = encoder;
        this.means = means;
        this.threads = threads;
    }

    private record Scored(Sentence sentence, double cosine) {}

    /** Empty where the text has no sentence. */
    Mono<TextSpan> of(Model model, SentenceQuery query) {
        if (query.vector().length != model.card().dimensions()) {
            return Mono.error(ProblemType.WRONG_DIMENSIONS.exception(
                    "vector",
                    "The vector has %d dimensions; the model \"%s\" has %d."
                            .formatted(
                                    query.vector().length,
                                    model.name(),
                                    model.card().dimensions())));
        }
        return Mono.fromFuture(() -> means.of(model))
                .subscribeOn(threads.scheduler())
                .flatMapMany(of -> nearness(model, query, of.dense()))
                .reduce((best, other) -> other.cosine() > best.cosine() ? other : best)
                .map(best ->
                        new TextSpan(best.sentence().start(), best.sentence().end()));
    }

    private Flux<Scored> nearness(Model model, SentenceQuery query, float[] mean) {
        return Mono.fromCallable(() -> sentences(query.text()))
                .subscribeOn(threads.scheduler())
                .flatMapMany(Flux::fromIterable)
                .flatMapSequential(sentence -> scored(model, query, sentence, mean), AT_ONCE);
    }

    private Mono<Scored> scored(Model model, SentenceQuery query, Sentence sentence, float[] mean) {
        String text = query.text().substring(sentence.start(), sentence.end());
        return encoder.encode(model, model.passagePrefix(), text, "text", Truncation.RIGHT)
                .map(embedding -> new Scored(sentence, cosine(embedding.dense(), query.vector(), mean)));
    }

    private static List<Sentence> sentences(String text) {
        List<Sentence> all = TextSentences.of(text);
        return all.size() <= MAX_SENTENCES
                ? all
                : all.stream()
                        .sorted(Comparator.comparingInt((Sentence s) -> s.start() - s.end()))
                        .limit(MAX_SENTENCES)
                        .sorted(Comparator.comparingInt(Sentence::start))
                        .toList();
    }

    /** Of what both have beyond the mean; 0 where one has nothing. */
    private static double cosine(float[] a, float[] b, float[] mean) {
        double dot = 0;
        double squareA = 0;
        double squareB = 0;
        for (int d = 0; d < a.length; d++) {
            double ofA = a[d] - mean[d];
            double ofB = b[d] - mean[d];
            dot += ofA * ofB;
            squareA += ofA * ofA;
            squareB += ofB * ofB;
        }
        return squareA == 0 || squareB == 0 ? 0 : dot / Math.sqrt(squareA * squareB);
    }
}
