package io.vicinal.gateway.search;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.search.SearchRequest;
import io.vicinal.contracts.search.SearchResult;
import io.vicinal.gateway.collection.Collections;
import io.vicinal.gateway.http.QueryParameters;
import io.vicinal.service.http.JsonBody;
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
    private final Searches searches;

    SearchController(Collections collections, Searches searches) {
        this.collections = collections;
        this.searches = searches;
    }

    @PostMapping
    Mono<SearchResult> search(@PathVariable("collection") String name, ServerHttpRequest request) {
        QueryParameters.of(request);
        Collection collection = collections.find(name);
        JsonBody.requireJson(request);
        return JsonBody.bytes(request, JsonBody.REQUEST_BYTES)
                .map(body -> JsonBody.parse(body, SearchRequest.class))
                .flatMap(asked -> searches.search(collection, asked));
    }
}
