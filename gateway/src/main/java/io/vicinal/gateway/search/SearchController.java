package io.vicinal.gateway.search;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.relevance.LearnedFusion;
import io.vicinal.contracts.relevance.RelevanceModels;
import io.vicinal.contracts.search.SearchRequest;
import io.vicinal.contracts.search.SearchResult;
import io.vicinal.gateway.collection.Collections;
import io.vicinal.gateway.http.QueryParameters;
import io.vicinal.kafka.table.LogTable;
import io.vicinal.service.http.JsonBody;
import java.util.Optional;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code POST /v1/collections/{collection}/search}. */
@RestController
@RequestMapping("/v1/collections/{collection}/search")
public final class SearchController {
    private final Collections collections;
    private final LogTable<RelevanceModels> models;
    private final SearchPipeline pipeline;

    SearchController(Collections collections, LogTable<RelevanceModels> models, SearchPipeline pipeline) {
        this.collections = collections;
        this.models = models;
        this.pipeline = pipeline;
    }

    @PostMapping
    Mono<SearchResult> search(@PathVariable("collection") String name, ServerHttpRequest request) {
        QueryParameters.of(request);
        Collection collection = collections.find(name);
        JsonBody.requireJson(request);
        return JsonBody.bytes(request, JsonBody.REQUEST_BYTES)
                .map(body ->
                        RequestRules.plan(JsonBody.parse(body, SearchRequest.class), collection, learned(collection)))
                .flatMap(plan -> pipeline.search(collection, plan));
    }

    private Optional<LearnedFusion> learned(Collection collection) {
        return Optional.ofNullable(models.rows().get(collection.name()))
                .filter(all -> all.isOf(collection))
                .flatMap(RelevanceModels::fusion);
    }
}
