package io.vicinal.gateway.document;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.document.MatchingDeletion;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.filter.Filter;
import io.vicinal.gateway.collection.Collections;
import io.vicinal.gateway.search.FilterRules;
import io.vicinal.service.http.JsonBody;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code POST /v1/collections/{collection}/documents:delete}. */
@RestController
public final class DeletionController {
    private final Collections collections;
    private final Documents documents;

    public DeletionController(Collections collections, Documents documents) {
        this.collections = collections;
        this.documents = documents;
    }

    /** 202 when the deletion is in the log, 200 where it was waited for. */
    @PostMapping("/v1/collections/{collection}/documents:delete")
    Mono<ResponseEntity<Deleted>> delete(@PathVariable("collection") String name, ServerHttpRequest request) {
        Collection collection = collections.find(name);
        WaitOption wait = WaitOption.of(request);
        JsonBody.requireJson(request);
        return JsonBody.bytes(request, JsonBody.REQUEST_BYTES)
                .map(body -> checked(JsonBody.parse(body, MatchingDeletion.class), collection))
                .flatMap(deletion -> documents.deleteMatching(collection, deletion, wait))
                .map(deleted -> ResponseEntity.status(wait.searchable() ? HttpStatus.OK : HttpStatus.ACCEPTED)
                        .body(deleted));
    }

    private static MatchingDeletion checked(MatchingDeletion asked, Collection collection) {
        Filter filter = FilterRules.check(asked.filter(), collection);
        if (filter != null && asked.everything()) {
            throw ProblemType.INVALID_VALUE.exception("all", "Send a filter or \"all\": true, not both.");
        }
        if (filter == null && !asked.everything()) {
            throw ProblemType.MISSING_VALUE.exception(
                    "filter",
                    "The filter is empty and would delete every document; say so with \"all\": true if that is meant.");
        }
        return filter == null ? new MatchingDeletion(null, true) : new MatchingDeletion(filter, null);
    }
}
