package io.vicinal.gateway.collection;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.gateway.http.QueryParameters;
import io.vicinal.service.http.JsonBody;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /v1/collections}. */
@RestController
@RequestMapping("/v1/collections")
public final class CollectionController {
    private static final MediaType MERGE_PATCH = MediaType.parseMediaType("application/merge-patch+json");

    private final Collections collections;
    private final ShardStates states;

    public CollectionController(Collections collections, ShardStates states) {
        this.collections = collections;
        this.states = states;
    }

    @GetMapping
    CollectionPage list(ServerHttpRequest request) {
        QueryParameters parameters = QueryParameters.of(request, "limit", "cursor");
        int limit = parameters.number("limit", 1, CollectionPage.MAX_LIMIT, CollectionPage.MAX_LIMIT);
        return CollectionPage.of(collections.all(), limit, parameters.text("cursor"));
    }

    /** 201 with the schema, defaults filled in; 200 when it was there already. An empty body is the default schema. */
    @PutMapping("/{collection}")
    Mono<ResponseEntity<Collection>> put(@PathVariable("collection") String name, ServerHttpRequest request) {
        QueryParameters.of(request);
        return JsonBody.bytes(request, JsonBody.REQUEST_BYTES)
                .map(body -> schema(request, body))
                .flatMap(schema -> collections.put(name, schema))
                .map(put -> ResponseEntity.status(put.created() ? HttpStatus.CREATED : HttpStatus.OK)
                        .body(put.collection().withoutMeans()));
    }

    /** What may change of a collection that is there, as a JSON merge patch; 200 with the schema. */
    @PatchMapping("/{collection}")
    Mono<Collection> patch(@PathVariable("collection") String name, ServerHttpRequest request) {
        QueryParameters.of(request);
        return JsonBody.bytes(request, JsonBody.REQUEST_BYTES)
                .map(body -> {
                    JsonBody.requireOneOf(request, MediaType.APPLICATION_JSON, MERGE_PATCH);
                    return CollectionPatch.read(body);
                })
                .flatMap(patch -> collections.change(name, patch))
                .map(Collection::withoutMeans);
    }

    @GetMapping("/{collection}")
    Mono<CollectionDescription> describe(@PathVariable("collection") String name, ServerHttpRequest request) {
        QueryParameters.of(request);
        Collection collection = collections.find(name);
        return states.of(collection).map(shards -> CollectionDescription.of(collection, shards));
    }

    @DeleteMapping("/{collection}")
    Mono<ResponseEntity<Void>> remove(@PathVariable("collection") String name, ServerHttpRequest request) {
        QueryParameters.of(request);
        return collections.remove(name).thenReturn(ResponseEntity.noContent().build());
    }

    static CollectionSchema schema(ServerHttpRequest request, byte[] body) {
        if (body.length == 0) {
            return CollectionSchema.EMPTY;
        }
        JsonBody.requireJson(request);
        return JsonBody.parse(body, CollectionSchema.class);
    }
}
