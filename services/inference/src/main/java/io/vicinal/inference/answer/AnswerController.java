package io.vicinal.inference.answer;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.inference.Answer;
import io.vicinal.contracts.inference.AnswerApi;
import io.vicinal.contracts.inference.AnswerEvent;
import io.vicinal.contracts.inference.AnswerQuery;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Answers from passages; waits for the embedding service and the language model, and blocks on neither. */
@RestController
public final class AnswerController implements AnswerApi {
    private final Answering answering;

    AnswerController(Answering answering) {
        this.answering = answering;
    }

    @Override
    public Mono<Answer> answer(AnswerQuery query) {
        return stream(query).mapNotNull(AnswerEvent::answer).last();
    }

    @Override
    public Flux<AnswerEvent> stream(AnswerQuery query) {
        return Flux.defer(() -> answering.events(checked(query)));
    }

    private static AnswerQuery checked(AnswerQuery query) {
        if (query.passages() == null || query.query() == null || query.query().isBlank()) {
            throw ProblemType.MISSING_VALUE.exception("query", "An answer needs a \"query\" and its \"passages\".");
        }
        return query;
    }
}
