package io.vicinal.gateway.inference;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.inference.ClassifyRequest;
import io.vicinal.contracts.inference.ClassifyResult;
import io.vicinal.contracts.inference.ExamplesRequest;
import io.vicinal.contracts.inference.ExamplesResult;
import io.vicinal.contracts.inference.InferenceApi;
import io.vicinal.contracts.inference.NoveltyRequest;
import io.vicinal.contracts.inference.NoveltyResult;
import io.vicinal.contracts.inference.RegressRequest;
import io.vicinal.contracts.inference.RegressResult;
import io.vicinal.gateway.collection.Collections;
import io.vicinal.gateway.http.QueryParameters;
import io.vicinal.service.http.JsonBody;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;

/** {@code /v1/collections/{collection}/classify}, {@code …/regress}, what to expect of them, {@code …/examples} and {@code …/novelty}. */
@RestController
@RequestMapping("/v1/collections/{collection}")
public final class InferenceController {
    /** A thousand texts of 16 kB. */
    private static final int REQUEST_BYTES = 16 << 20;

    private final Collections collections;
    private final InferenceApi inference;
    private final InferenceCall call;
    private final LabelStream stream;

    public InferenceController(Collections collections, InferenceApi inference, InferenceCall call) {
        this.collections = collections;
        this.inference = inference;
        this.call = call;
        this.stream = new LabelStream(inference, call);
    }

    /** One JSON object, or a text a line, which is answered line by line. */
    @PostMapping("/classify")
    Mono<ResponseEntity<?>> classify(@PathVariable("collection") String name, ServerHttpRequest request) {
        Collection collection = collections.find(name);
        MediaType type = JsonBody.requireOneOf(request, MediaType.APPLICATION_JSON, MediaType.APPLICATION_NDJSON);
        if (type.equals(MediaType.APPLICATION_NDJSON)) {
            return Mono.just(ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_NDJSON)
                    .body(stream.label(collection.name(), LineOptions.of(request), request.getBody())));
        }
        QueryParameters.of(request);
        return body(request, ClassifyRequest.class).flatMap(asked -> labelled(collection, asked));
    }

    private Mono<ResponseEntity<ClassifyResult>> labelled(Collection collection, ClassifyRequest asked) {
        return call.within(inference.classify(collection.name(), asked)).map(ResponseEntity::ok);
    }

    @PostMapping("/regress")
    Mono<RegressResult> regress(@PathVariable("collection") String name, ServerHttpRequest request) {
        QueryParameters.of(request);
        Collection collection = collections.find(name);
        JsonBody.requireJson(request);
        return body(request, RegressRequest.class)
                .flatMap(asked -> call.within(inference.regress(collection.name(), asked)));
    }

    @PostMapping("/examples")
    Mono<ExamplesResult> examples(@PathVariable("collection") String name, ServerHttpRequest request) {
        QueryParameters.of(request);
        Collection collection = collections.find(name);
        JsonBody.requireJson(request);
        return body(request, ExamplesRequest.class)
                .flatMap(asked -> call.within(inference.examples(collection.name(), asked)));
    }

    @PostMapping("/novelty")
    Mono<NoveltyResult> novelty(@PathVariable("collection") String name, ServerHttpRequest request) {
        QueryParameters.of(request);
        Collection collection = collections.find(name);
        JsonBody.requireJson(request);
        return body(request, NoveltyRequest.class)
                .flatMap(asked -> call.within(inference.novelty(collection.name(), asked)));
    }

    @GetMapping({"/classifier", "/regressor"})
    Mono<JsonNode> describe(@PathVariable("collection") String name, ServerHttpRequest request) {
        String field = QueryParameters.of(request, "field").text("field");
        Collection collection = collections.find(name);
        return call.patiently(inference.describe(collection.name(), required(field)));
    }

    @PostMapping({"/classifier:train", "/regressor:train"})
    Mono<JsonNode> train(@PathVariable("collection") String name, ServerHttpRequest request) {
        String field = QueryParameters.of(request, "field").text("field");
        Collection collection = collections.find(name);
        return call.patiently(inference.train(collection.name(), required(field)));
    }

    private static String required(@Nullable String field) {
        if (field == null) {
            throw ProblemType.MISSING_VALUE.exception("field", "Name the field: ?field=label.");
        }
        return field;
    }

    private static <T> Mono<T> body(ServerHttpRequest request, Class<T> type) {
        return JsonBody.bytes(request, REQUEST_BYTES)
                .publishOn(Schedulers.parallel()) // parsing megabytes is no work for an event loop
                .map(body -> JsonBody.parse(body, type));
    }
}
