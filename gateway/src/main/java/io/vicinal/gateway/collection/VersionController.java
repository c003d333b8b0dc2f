package io.vicinal.gateway.collection;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.gateway.http.QueryParameters;
import io.vicinal.service.http.JsonBody;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /v1/collections/{collection}/versions}. */
@RestController
@RequestMapping("/v1/collections/{collection}")
public final class VersionController {
    private final Collections collections;
    private final Versions versions;
    private final VersionDescriptions descriptions;

    public VersionController(Collections collections, Versions versions, VersionDescriptions descriptions) {
        this.collections = collections;
        this.versions = versions;
        this.descriptions = descriptions;
    }

    @GetMapping("/versions")
    Mono<VersionDescriptions.Page> list(@PathVariable("collection") String name, ServerHttpRequest request) {
        QueryParameters.of(request);
        return descriptions.of(collections.versions(name));
    }

    /** 201 with the version's schema; it is built from now on. An empty body builds the same once more. */
    @PostMapping("/versions")
    Mono<ResponseEntity<Collection>> build(@PathVariable("collection") String name, ServerHttpRequest request) {
        QueryParameters.of(request);
        collections.find(name);
        return JsonBody.bytes(request, JsonBody.REQUEST_BYTES)
                .map(body -> CollectionController.schema(request, body))
                .flatMap(schema -> versions.build(name, schema))
                .map(version -> ResponseEntity.status(HttpStatus.CREATED).body(version.withoutMeans()));
    }

    /** The serving schema; 409 where the version has not caught up. */
    @PostMapping("/versions/{number}:promote")
    Mono<Collection> promote(
            @PathVariable("collection") String name, @PathVariable("number") String number, ServerHttpRequest request) {
        return versions.promote(name, number(number), force(request))
                .map(now -> now.serving().withoutMeans());
    }

    @PostMapping("/versions:rollback")
    Mono<Collection> rollBack(@PathVariable("collection") String name, ServerHttpRequest request) {
        return versions.rollBack(name, force(request)).map(now -> now.serving().withoutMeans());
    }

    @DeleteMapping("/versions/{number}")
    Mono<ResponseEntity<Void>> remove(
            @PathVariable("collection") String name, @PathVariable("number") String number, ServerHttpRequest request) {
        QueryParameters.of(request);
        return versions.remove(name, number(number))
                .thenReturn(ResponseEntity.noContent().build());
    }

    private static boolean force(ServerHttpRequest request) {
        String force = QueryParameters.of(request, "force").text("force");
        if (force != null && !force.equals("true") && !force.equals("false")) {
            throw ProblemType.INVALID_VALUE.exception("force", "force must be true or false, not \"" + force + "\".");
        }
        return "true".equals(force);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            throw ProblemType.INVALID_VALUE.exception("version", "A version is a number, not \"" + text + "\".");
        }
    }
}
