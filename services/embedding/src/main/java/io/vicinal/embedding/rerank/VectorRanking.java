package io.vicinal.embedding.rerank;

import io.vicinal.contracts.embedding.ModelMeans;
import io.vicinal.embedding.compress.MeansOfModels;
import io.vicinal.embedding.model.Model;
import io.vicinal.embedding.text.Encoded;
import io.vicinal.embedding.text.EncodedQuery;
import io.vicinal.embedding.text.Input;
import io.vicinal.embedding.text.Options;
import io.vicinal.embedding.text.Options.Truncation;
import io.vicinal.embedding.text.QueryEncoder;
import io.vicinal.embedding.text.RequestEncoder;
import io.vicinal.embedding.text.TokenizerThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;

/**
 * Ranks by a dense model, in one run of it for each text: dense cosine and late interaction of all the tokens' vectors, float32
 * and unpooled. No text shares a run, so that the same request has the same answer.
 */
final class VectorRanking {
    /** The least a mean of cosines can be: a text without a word comes last. */
    private static final double OF_BLANK = -1;

    private final RequestEncoder requests;
    private final QueryEncoder queries;
    private final MeansOfModels means;
    private final TokenizerThreads threads;

    VectorRanking(RequestEncoder requests, QueryEncoder queries, MeansOfModels means, TokenizerThreads threads) {
        this.requests = requests;
        this.queries = queries;
        this.means = means;
        this.threads = threads;
    }

    /** @param model held by the caller until this ends */
    Mono<Ranking> rank(Model model, RankQuestion question) {
        Truncation ofQuery = question.truncation() == Truncation.REFUSE ? Truncation.REFUSE : Truncation.RIGHT;
        String prompt = model.card().prompts().getOrDefault("query", "");
        Mono<ModelMeans> common = Mono.fromFuture(() -> means.of(model)).subscribeOn(threads.scheduler());
        return Mono.zip(queries.encodeTokens(model, prompt, question.query(), "query", ofQuery), common)
                .flatMap(both -> rank(model, question, both.getT1(), new Likeness(both.getT2())));
    }

    private Mono<Ranking> rank(Model model, RankQuestion question, EncodedQuery query, Likeness likeness) {
        Distinct distinct = Distinct.of(question.texts());
        if (distinct.texts().isEmpty()) {
            return Mono.just(ranking(model, question, query, likeness, distinct, List.of()));
        }
        List<Input> inputs =
                distinct.texts().stream().<Input>map(Input.Text::new).toList();
        TextMatch.Reader reader = new TextMatch.Reader(model, query.embedding().dense(), query.tokens());
        Options options = new Options(
                question.field(), question.truncation(), model.passagePrefix(), true, mostTokens(model, question));
        return requests.encode(
                        model,
                        inputs,
                        options,
                        reader::of,
                        i -> question.field(distinct.first().get((int) i)))
                .map(matches -> ranking(model, question, query, likeness, distinct, matches));
    }

    private static int mostTokens(Model model, RankQuestion question) {
        return (int) Math.min(
                Integer.MAX_VALUE,
                (long) question.maxTokens() + model.tokenizer().specialTokens());
    }

    private static Ranking ranking(
            Model model,
            RankQuestion question,
            EncodedQuery query,
            Likeness likeness,
            Distinct distinct,
            List<Encoded<TextMatch>> encoded) {
        List<TextMatch> matches = encoded.stream().map(Encoded::value).toList();
        double[] raw = Likeness.raw(matches);
        double[] scores = IntStream.range(0, raw.length)
                .mapToDouble(i -> likeness.score(raw[i]))
                .toArray();
        List<String> warnings =
                new ArrayList<>(Warnings.ofQuery(query.embedding().truncated()));
        warnings.addAll(
                Warnings.ofTexts(question.field(), distinct, i -> matches.get(i).truncated()));
        long tokens = query.embedding().tokens()
                + encoded.stream().mapToLong(Encoded::tokens).sum();
        return new Ranking(
                model.name(),
                Ranking.bestFirst(distinct.spread(raw, OF_BLANK), distinct.spread(scores, 0)),
                tokens,
                warnings);
    }
}
