package io.vicinal.inference.answer;

import io.micrometer.core.instrument.Timer;
import io.vicinal.contracts.inference.Answer.Degradation;
import io.vicinal.contracts.inference.AnswerEvent;
import io.vicinal.contracts.inference.AnswerMethod;
import io.vicinal.contracts.inference.AnswerQuery;
import io.vicinal.inference.answer.LanguageModel.Piece;
import io.vicinal.service.deadline.Deadline;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * An answer's way: a language model words it from the passages, where there is one, and what it says is checked; where there is
 * none, or it fails, the documents' own sentences answer.
 */
final class Answering {
    /** Of the deadline, what the other way keeps, and the check of what was cited. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    private static final int KEPT_SHARE = 3;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Logger log = LoggerFactory.getLogger(Answering.class);

    private final Extractive extractive;
    private final ModelAnswer checks;
    private final @Nullable LanguageModel model;
    private final int promptTokens;
    private final AnswerMetrics metrics;

    /** @param model null where none is configured */
    Answering(
            Extractive extractive,
            ModelAnswer checks,
            @Nullable LanguageModel model,
            int promptTokens,
            AnswerMetrics metrics) {
        this.extractive = extractive;
        this.checks = checks;
        this.model = model;
        this.promptTokens = promptTokens;
        this.metrics = metrics;
    }

    /** Text as it comes where a model words it, and one answer at the end. */
    Flux<AnswerEvent> events(AnswerQuery query) {
        return Flux.defer(() -> {
            Timer.Sample sample = Timer.start();
            return way(query)
                    .doOnNext(event -> {
                        if (event.answer() != null) {
                            metrics.answered(sample, event.answer());
                        }
                    })
                    .doOnError(_ -> metrics.ended(sample, "failed"))
                    .doOnCancel(() -> metrics.ended(sample, "cancelled"));
        });
    }

    private Flux<AnswerEvent> way(AnswerQuery query) {
        if (query.method() == AnswerMethod.EXTRACTIVE || (model == null && query.method() == AnswerMethod.AUTO)) {
            return extractive.answer(query).map(AnswerEvent::answer).flux();
        }
        return model == null
                ? instead(query, Degradation.NO_MODEL)
                : worded(query, model).onErrorResume(UpstreamException.class, failure -> {
                    log.atWarn()
                            .addKeyValue("collection", query.collection())
                            .addKeyValue("reason", AnswerMetrics.name(failure.why()))
                            .addKeyValue("detail", failure.getMessage())
                            .log("the language model did not answer");
                    return instead(query, failure.why());
                });
    }

    private Flux<AnswerEvent> instead(AnswerQuery query, Degradation why) {
        return extractive
                .answer(query)
                .map(answer -> AnswerEvent.answer(answer.degraded(why)))
                .flux();
    }

    private Flux<AnswerEvent> worded(AnswerQuery query, LanguageModel asked) {
        return Flux.deferContextual(context -> {
            Prompt prompt = Prompt.of(query, promptTokens, fence());
            StringBuilder text = new StringBuilder();
            HeldBack held = new HeldBack();
            boolean[] truncated = new boolean[1];
            Flux<AnswerEvent> pieces = asked.ask(prompt, time(context))
                    .doOnNext(piece -> {
                        text.append(piece.text());
                        truncated[0] |= piece.truncated();
                    })
                    .map(Piece::text)
                    .map(held::next)
                    .filter(shown -> !shown.isEmpty())
                    .map(AnswerEvent::text);
            Mono<AnswerEvent> whole =
                    Mono.defer(() -> checks.checked(query.model(), text.toString(), truncated[0], prompt.given())
                            .map(AnswerEvent::answer));
            return pieces.concatWith(whole);
        });
    }

    /** What nobody who wrote a passage can know. */
    private static String fence() {
        byte[] random = new byte[8];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static Duration time(ContextView context) {
        return Deadline.of(context)
                .map(Deadline::remaining)
                .map(left -> {
                    Duration kept = left.dividedBy(KEPT_SHARE);
                    return left.minus(kept.compareTo(KEPT) < 0 ? kept : KEPT);
                })
                .orElse(Duration.ofDays(1));
    }
}
