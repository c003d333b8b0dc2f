package io.vicinal.contracts.document;

import java.util.Map;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.DeleteExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Documents in, to the log. Every answer comes after the broker has the records, {@code acks=all}. */
@HttpExchange("/internal/ingestion/collections/{collection}")
public interface IngestionApi {

    /**
     * Reads documents off the body as they arrive and writes each to the log; memory is bounded by one document and the
     * records in flight.
     *
     * @param contentType {@code application/json} (an array of documents or one document) or {@code application/x-ndjson}
     * @return errors with {@code ProblemException} 404 for an unknown collection, 503 when no record could be written
     *     because the broker is away
     */
    @PostExchange("/documents")
    Mono<SubmitResult> submit(
            @PathVariable("collection") String collection,
            @RequestHeader("content-type") String contentType,
            @RequestBody Flux<DataBuffer> body);

    /**
     * Reads files off the body as they arrive, one after the other, and writes the text of each to the log as a document.
     *
     * @param contentType {@code multipart/form-data} with its boundary; a part with a file name is a file, a field
     *     {@code id} gives the id of the document that the file after it becomes
     * @return errors with {@code ProblemException} 404 for an unknown collection, 415 for another content type, 429 where
     *     too many requests with files are under way, 503 when nothing could be written because the broker is away
     */
    @PostExchange("/files")
    Mono<FilesResult> submitFiles(
            @PathVariable("collection") String collection,
            @RequestHeader("content-type") String contentType,
            @RequestBody Flux<DataBuffer> body);

    /**
     * Writes a tombstone.
     *
     * @return partition to offset of the tombstone
     */
    @DeleteExchange("/documents")
    Mono<Map<Integer, Long>> delete(@PathVariable("collection") String collection, @RequestParam("id") String id);

    /**
     * Writes a deletion of all documents that match, a record in every partition of the documents topic.
     *
     * @return partition to offset of its record
     */
    @PostExchange("/deletions")
    Mono<Map<Integer, Long>> deleteMatching(
            @PathVariable("collection") String collection, @RequestBody MatchingDeletion deletion);
}
