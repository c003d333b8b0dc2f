package io.vicinal.gateway.relevance;

import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.relevance.RelevanceApi;
import io.vicinal.contracts.relevance.RelevanceApi.RollBack;
import io.vicinal.contracts.relevance.RelevanceDescription;
import io.vicinal.gateway.collection.Collections;
import io.vicinal.gateway.http.QueryParameters;
import io.vicinal.service.http.JsonBody;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /v1/collections/{collection}/relevance}: what judges its hits, how well, and back to what did before. */
@RestController
@RequestMapping("/v1/collections/{collection}")
public final class RelevanceModelController {
    private final Collections collections;
    private final RelevanceApi relevance;

    public RelevanceModelController(Collections collections, RelevanceApi relevance) {
        this.collections = collections;
        this.relevance = relevance;
    }

    @GetMapping("/relevance")
    Mono<RelevanceDescription> describe(@PathVariable("collection") String name, ServerHttpRequest request) {
        QueryParameters.of(request);
        collections.find(name);
        return relevance.describe(name);
    }

    @PostMapping("/relevance:rollback")
    Mono<RelevanceDescription> rollBack(@PathVariable("collection") String name, ServerHttpRequest request) {
        QueryParameters.of(request);
        collections.find(name);
        JsonBody.requireJson(request);
        return JsonBody.bytes(request, JsonBody.REQUEST_BYTES)
                .map(body -> checked(JsonBody.parse(body, RollBack.class)))
                .flatMap(to -> relevance.rollBack(name, to));
    }

    private static RollBack checked(RollBack to) {
        if (to.version() == null || to.version() < 0) {
            throw ProblemType.INVALID_VALUE.exception(
                    "version", "version must say which model is to judge: its number, or 0 for the default one.");
        }
        return to;
    }
}
