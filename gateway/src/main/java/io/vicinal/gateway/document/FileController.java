package io.vicinal.gateway.document;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.document.FilesResult;
import io.vicinal.contracts.document.IngestionApi;
import io.vicinal.contracts.error.Problem;
import io.vicinal.gateway.collection.Collections;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /v1/collections/{collection}/files}. The form passes through to ingestion as it arrives; nothing of it is held. */
@RestController
public final class FileController {
    private final Collections collections;
    private final IngestionApi ingestion;
    private final SearchableWait searchable;

    public FileController(Collections collections, IngestionApi ingestion, SearchableWait searchable) {
        this.collections = collections;
        this.ingestion = ingestion;
        this.searchable = searchable;
    }

    @PostMapping("/v1/collections/{collection}/files")
    Mono<ResponseEntity<Object>> submit(@PathVariable("collection") String name, ServerHttpRequest request) {
        Collection collection = collections.find(name);
        WaitOption wait = WaitOption.of(request);
        String type = request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
        return ingestion
                .submitFiles(collection.name(), type == null ? "" : type, request.getBody())
                .flatMap(result -> result.aborted() != null || !wait.searchable()
                        ? Mono.just(result)
                        : searchable
                                .until(
                                        collection.name(),
                                        version -> Place.ofBody(version, result.offsets(), result.shardOffsets()),
                                        wait.timeout())
                                .thenReturn(result))
                .map(FileController::answer);
    }

    private static ResponseEntity<Object> answer(FilesResult result) {
        Problem aborted = result.aborted();
        return aborted == null
                ? ResponseEntity.ok(new FilesAnswer(result.accepted(), result.rejected(), result.files()))
                : AbortedProblem.answer(aborted, result);
    }
}
