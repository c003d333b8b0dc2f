package io.vicinal.gateway.answer;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.inference.Answer;
import io.vicinal.contracts.inference.AnswerEvent;
import io.vicinal.contracts.inference.AnswerRequest;
import io.vicinal.gateway.collection.Collections;
import io.vicinal.gateway.http.QueryParameters;
import io.vicinal.service.error.Problems;
import io.vicinal.service.http.JsonBody;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code POST /v1/collections/{collection}/answer}, in JSON or, for who accepts them, as server-sent events. */
@RestController
@RequestMapping("/v1/collections/{collection}/answer")
public final class AnswerController {
    private final Collections collections;
    private final AnswerPipeline pipeline;

    AnswerController(Collections collections, AnswerPipeline pipeline) {
        this.collections = collections;
        this.pipeline = pipeline;
    }

    @PostMapping
    Mono<Answer> answer(@PathVariable("collection") String name, ServerWebExchange exchange) {
        Collection collection = collection(name, exchange);
        return plan(exchange).flatMap(plan -> pipeline.answer(collection, plan));
    }

    /** {@code text} as it comes, then {@code answer}, or {@code error} where it fails after the first event. */
    @PostMapping(produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<Object>> stream(@PathVariable("collection") String name, ServerWebExchange exchange) {
        Collection collection = collection(name, exchange);
        AtomicBoolean began = new AtomicBoolean();
        return plan(exchange)
                .flatMapMany(plan -> pipeline.events(collection, plan))
                .map(AnswerController::event)
                .doOnNext(_ -> began.set(true))
                .onErrorResume(
                        _ -> began.get(), failure -> Flux.just(event("error", Problems.seen(failure, exchange))));
    }

    private Collection collection(String name, ServerWebExchange exchange) {
        QueryParameters.of(exchange.getRequest());
        Collection collection = collections.find(name);
        JsonBody.requireJson(exchange.getRequest());
        return collection;
    }

    private static Mono<AnswerPlan> plan(ServerWebExchange exchange) {
        return JsonBody.bytes(exchange.getRequest(), JsonBody.REQUEST_BYTES)
                .map(body -> AnswerRules.plan(JsonBody.parse(body, AnswerRequest.class)));
    }

    private static ServerSentEvent<Object> event(AnswerEvent event) {
        return event.answer() == null ? event("text", event) : event("answer", event.answer());
    }

    private static ServerSentEvent<Object> event(String name, Object data) {
        return ServerSentEvent.builder(data).event(name).build();
    }
}
