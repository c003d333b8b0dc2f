package io.vicinal.ingestion.submit;

import io.vicinal.contracts.document.FilesResult;
import io.vicinal.contracts.document.IngestionApi;
import io.vicinal.contracts.document.MatchingDeletion;
import io.vicinal.contracts.document.SubmitResult;
import io.vicinal.ingestion.files.FileSubmissions;
import java.util.Map;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The ingestion service's door. */
@RestController
class SubmitController implements IngestionApi {
    private final KnownCollections collections;
    private final Submissions submissions;
    private final FileSubmissions files;
    private final Deletions deletions;

    SubmitController(
            KnownCollections collections, Submissions submissions, FileSubmissions files, Deletions deletions) {
        this.collections = collections;
        this.submissions = submissions;
        this.files = files;
        this.deletions = deletions;
    }

    @Override
    public Mono<SubmitResult> submit(String collection, String contentType, Flux<DataBuffer> body) {
        return Mono.fromCallable(() -> Splitter.of(contentType))
                .flatMap(splitter ->
                        collections.find(collection).flatMap(known -> submissions.submit(known, splitter, body)));
    }

    @Override
    public Mono<FilesResult> submitFiles(String collection, String contentType, Flux<DataBuffer> body) {
        return collections.find(collection).flatMap(known -> files.submit(known, contentType, body));
    }

    @Override
    public Mono<Map<Integer, Long>> delete(String collection, String id) {
        return collections.find(collection).flatMap(known -> submissions.delete(known.serving(), id));
    }

    @Override
    public Mono<Map<Integer, Long>> deleteMatching(String collection, MatchingDeletion deletion) {
        return collections.find(collection).flatMap(known -> deletions.write(known.serving(), deletion));
    }
}
