package io.vicinal.embedding.rerank;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.embedding.model.Model;
import io.vicinal.embedding.rerank.PairCache.Scored;
import io.vicinal.embedding.text.Options.Truncation;
import io.vicinal.embedding.text.RequestEncoder;
import io.vicinal.embedding.text.Room;
import io.vicinal.embedding.text.TextRules;
import io.vicinal.embedding.text.TokenizerThreads;
import io.vicinal.onnx.encode.PairText;
import io.vicinal.onnx.encode.QueryPairs;
import io.vicinal.onnx.encode.QueryTooLongException;
import io.vicinal.onnx.encode.TextEncoder;
import io.vicinal.onnx.model.ModelKind;
import io.vicinal.onnx.schedule.Deadline;
import io.vicinal.onnx.schedule.Flow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Has a cross-encoder read a query with each of some texts, in their order, a window at a time: bulk work, in turn with that of other
 * requests and models, in which short pairs of like length share runs. What was scored before is remembered.
 */
final class PairScoring {
    /** Pairs of a request in the queue at once: enough for short ones to find company. */
    private static final int WINDOW = 64;
    /** Requests up to this size share no run, as when they are encoded. */
    private static final int ALONE_PAIRS = 32;

    private final TokenizerThreads threads;
    private final PairCache cache;

    PairScoring(TokenizerThreads threads, PairCache cache) {
        this.threads = threads;
        this.cache = cache;
    }

    private record At(int index, Scored scored) {}

    /**
     * @param model held by the caller until this ends
     * @param texts none of them blank
     * @param time after which those that have no score stay without; null waits for all
     * @return of each text its score, or null; fails with {@code ProblemException} or with what the model throws
     */
    Mono<@Nullable Scored[]> score(Model model, RankQuestion question, Distinct texts, @Nullable Duration time) {
        return Mono.deferContextual(context -> {
            TextEncoder encoder = encoder(model);
            Deadline deadline = RequestEncoder.deadline(context);
            Flow flow = texts.texts().size() <= ALONE_PAIRS ? Flow.deterministicBulk() : Flow.bulk();
            Room room = new Room();
            Flux<At> scores = Mono.fromCallable(() -> pairs(encoder, question.query()))
                    .subscribeOn(threads.scheduler())
                    .flatMapMany(pairs -> Flux.range(0, texts.texts().size())
                            .publishOn(threads.scheduler(), WINDOW)
                            .flatMap(
                                    i -> score(encoder, pairs, question, texts, i, flow, deadline, room)
                                            .map(scored -> new At(i, scored)),
                                    WINDOW,
                                    WINDOW));
            return (time == null ? scores : scores.take(time))
                    .collect(() -> new Scored[texts.texts().size()], (all, at) -> all[at.index()] = at.scored())
                    .publishOn(Schedulers.parallel());
        });
    }

    /** @throws io.vicinal.contracts.error.ProblemException where it is none that gives one score */
    private static TextEncoder encoder(Model model) {
        TextRules.requireKind(model, "scores of pairs", ModelKind.CROSS_ENCODER);
        int labels = model.card().dimensions();
        if (labels != 1) {
            throw ProblemType.WRONG_MODEL_KIND.exception(
                    "model",
                    "The cross-encoder \"%s\" answers a pair with %d labels; to put texts in order it must have one."
                            .formatted(model.name(), labels));
        }
        return TextRules.requireLocal(model, "scores of pairs");
    }

    private QueryPairs pairs(TextEncoder encoder, String query) {
        try {
            return encoder.pairs(query);
        } catch (QueryTooLongException e) {
            throw ProblemType.TOO_LARGE.exception("query", String.valueOf(e.getMessage()) + " Shorten it.");
        }
    }

    private Mono<Scored> score(
            TextEncoder encoder,
            QueryPairs pairs,
            RankQuestion question,
            Distinct texts,
            int index,
            Flow flow,
            Deadline deadline,
            Room room) {
        String text = texts.texts().get(index);
        PairCache.Key key = PairCache.Key.of(encoder.fingerprint(), question.query(), text, question.maxTokens());
        String field = question.field(texts.first().get(index));
        Scored known = cache.get(key);
        if (known != null) {
            return Mono.just(checked(known, question.truncation(), field));
        }
        PairText pair = threads.timed(() -> pairs.with(text, question.maxTokens()));
        checked(new Scored(0, pair.tokens(), pair.truncated()), question.truncation(), field);
        return room.find(() -> encoder.logits(pair, flow, deadline)).map(logits -> {
            Scored scored = new Scored(logits[0], pair.tokens(), pair.truncated());
            cache.put(key, scored);
            return scored;
        });
    }

    private static Scored checked(Scored scored, Truncation truncation, String field) {
        if (truncation == Truncation.REFUSE && scored.truncated()) {
            throw ProblemType.TOO_LARGE.exception(
                    field,
                    "\"%s\" is longer than the model reads beside the query. Shorten it or have it truncated."
                            .formatted(field));
        }
        return scored;
    }

    static double sigmoid(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }
}
