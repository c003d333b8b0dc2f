package io.vicinal.gateway.document;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.document.Document;
import io.vicinal.contracts.document.DocumentLimits;
import io.vicinal.contracts.document.SubmitResult;
import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.gateway.collection.Collections;
import io.vicinal.gateway.http.QueryParameters;
import io.vicinal.service.http.JsonBody;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** {@code /v1/collections/{collection}/documents}. An id may hold slashes, encoded or not. */
@RestController
@RequestMapping("/v1/collections/{collection}/documents")
public final class DocumentController {
    private final Collections collections;
    private final Documents documents;

    public DocumentController(Collections collections, Documents documents) {
        this.collections = collections;
        this.documents = documents;
    }

    /** A JSON array, one JSON object, or NDJSON, of any length. */
    @PostMapping
    Mono<ResponseEntity<Object>> submit(@PathVariable("collection") String name, ServerHttpRequest request) {
        Collection collection = collections.find(name);
        WaitOption wait = WaitOption.of(request);
        MediaType type = JsonBody.requireOneOf(request, MediaType.APPLICATION_JSON, MediaType.APPLICATION_NDJSON);
        return documents.submit(collection, type, request.getBody(), wait).map(DocumentController::answer);
    }

    @PutMapping({"/{id}", "/{id}/{*rest}"})
    Mono<ResponseEntity<Object>> put(@PathVariable("collection") String name, ServerHttpRequest request) {
        Collection collection = collections.find(name);
        WaitOption wait = WaitOption.of(request);
        JsonBody.requireJson(request);
        String id = DocumentPath.id(request);
        return JsonBody.bytes(request, DocumentLimits.DOCUMENT_BYTES)
                .publishOn(Schedulers.parallel()) // parsing megabytes is no work for an event loop
                .flatMap(body -> documents.put(collection, id, body, wait))
                .map(DocumentController::answer);
    }

    @GetMapping({"/{id}", "/{id}/{*rest}"})
    Mono<Document> read(@PathVariable("collection") String name, ServerHttpRequest request) {
        QueryParameters.of(request);
        return documents.read(collections.find(name), DocumentPath.id(request));
    }

    /** 204 whether or not there was such a document. */
    @DeleteMapping({"/{id}", "/{id}/{*rest}"})
    Mono<ResponseEntity<Void>> delete(@PathVariable("collection") String name, ServerHttpRequest request) {
        Collection collection = collections.find(name);
        WaitOption wait = WaitOption.of(request);
        return documents
                .delete(collection, checked(DocumentPath.id(request)), wait)
                .thenReturn(ResponseEntity.noContent().build());
    }

    private static ResponseEntity<Object> answer(SubmitResult result) {
        Problem aborted = result.aborted();
        return aborted == null ? ResponseEntity.ok(SubmitAnswer.of(result)) : AbortedProblem.answer(aborted, result);
    }

    private static String checked(String id) {
        int bytes = id.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > DocumentLimits.ID_BYTES) {
            throw ProblemType.TOO_LARGE.exception(
                    "id",
                    "An id has at most " + DocumentLimits.ID_BYTES + " bytes of UTF-8; this one has " + bytes + ".");
        }
        return id;
    }
}
