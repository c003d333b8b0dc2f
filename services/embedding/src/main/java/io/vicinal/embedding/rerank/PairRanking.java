package io.vicinal.embedding.rerank;

import io.vicinal.contracts.embedding.PairScores;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.embedding.model.Model;
import io.vicinal.embedding.rerank.PairCache.Scored;
import io.vicinal.embedding.text.Options.Truncation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Ranks by a cross-encoder, which reads the query and each text together; the score is the sigmoid of its logit. */
final class PairRanking {
    private final PairScoring pairs;

    PairRanking(PairScoring pairs) {
        this.pairs = pairs;
    }

    /** @param model held by the caller until this ends */
    Mono<Ranking> rank(Model model, RankQuestion question) {
        if (question.truncation() == Truncation.LEFT) {
            return Mono.error(ProblemType.INVALID_VALUE.exception(
                    "truncation_direction",
                    "What does not fit a cross-encoder is cut off a text's end; \"truncation_direction\" is Right."));
        }
        Distinct distinct = Distinct.of(question.texts());
        return pairs.score(model, question, distinct, null).map(scores -> ranking(model, question, distinct, scores));
    }

    /**
     * The scores alone, of as many as there is time for.
     *
     * @param time null waits for all
     */
    Mono<PairScores> scores(Model model, RankQuestion question, @Nullable Duration time) {
        Distinct distinct = Distinct.of(question.texts());
        return pairs.score(model, question, distinct, time).map(scores -> {
            List<@Nullable Double> each = new ArrayList<>();
            List<Integer> truncated = new ArrayList<>();
            for (int place : distinct.of()) {
                Scored scored = place == Distinct.BLANK ? null : scores[place];
                if (scored != null && scored.truncated()) {
                    truncated.add(each.size());
                }
                each.add(scored == null ? null : PairScoring.sigmoid(scored.logit()));
            }
            return new PairScores(each, truncated, (int)
                    each.stream().filter(Objects::nonNull).count());
        });
    }

    private static Ranking ranking(Model model, RankQuestion question, Distinct distinct, @Nullable Scored[] scores) {
        List<Scored> all = Stream.of(scores).map(Objects::requireNonNull).toList();
        double[] logits = all.stream().mapToDouble(Scored::logit).toArray();
        double[] raw = distinct.spread(logits, Arrays.stream(logits).min().orElse(0) - 1);
        double[] relevance =
                distinct.spread(Arrays.stream(logits).map(PairScoring::sigmoid).toArray(), 0);
        return new Ranking(
                model.name(),
                Ranking.bestFirst(raw, relevance),
                all.stream().mapToLong(Scored::tokens).sum(),
                Warnings.ofTexts(question.field(), distinct, i -> all.get(i).truncated()));
    }
}
