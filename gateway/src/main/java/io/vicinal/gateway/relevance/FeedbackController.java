package io.vicinal.gateway.relevance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.relevance.Feedback;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.gateway.collection.Collections;
import io.vicinal.gateway.http.QueryParameters;
import io.vicinal.kafka.LogWriter;
import io.vicinal.kafka.codec.EventHeaders;
import io.vicinal.service.http.JsonBody;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code POST /v1/feedback}: onto the log, from where relevance is learned. */
@RestController
public final class FeedbackController {
    private final Collections collections;
    private final LogWriter log;

    public FeedbackController(Collections collections, LogWriter log) {
        this.collections = collections;
        this.log = log;
    }

    record Accepted(boolean accepted) {}

    /**
     * 202 when the log has it. Whether there was such a query is known to those who learn, not here: one that there was not is
     * accepted, and counts for nothing.
     */
    @PostMapping("/v1/feedback")
    Mono<ResponseEntity<Accepted>> take(ServerHttpRequest request) {
        QueryParameters.of(request);
        JsonBody.requireJson(request);
        return JsonBody.bytes(request, JsonBody.REQUEST_BYTES)
                .map(body -> JsonBody.parse(body, Feedback.class).checked())
                .doOnNext(feedback -> collections.find(feedback.collection()))
                .flatMap(feedback -> Mono.fromFuture(() -> log.write(record(feedback)), true))
                .map(_ -> ResponseEntity.status(HttpStatus.ACCEPTED).body(new Accepted(true)));
    }

    private static ProducerRecord<byte[], byte[]> record(Feedback feedback) {
        return new ProducerRecord<>(
                Topics.FEEDBACK,
                null,
                feedback.queryId().getBytes(UTF_8),
                Json.mapper().writeValueAsBytes(feedback),
                EventHeaders.event(EventHeaders.FEEDBACK, "/vicinal/gateway"));
    }
}
