package io.vicinal.contracts.inference;

import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Answers from passages that were found, with the parts of them that they rest on. */
@HttpExchange("/internal/inference")
public interface AnswerApi {

    /** Fails with {@code ProblemException} only where the embedding service does: a language model that fails does not matter. */
    @PostExchange("/answer")
    Mono<Answer> answer(@RequestBody AnswerQuery query);

    /**
     * The same while it is worded; one answer ends it. Cancelling it ends the request to the language model.
     */
    @PostExchange(url = "/answer/stream", accept = "application/x-ndjson")
    Flux<AnswerEvent> stream(@RequestBody AnswerQuery query);
}
