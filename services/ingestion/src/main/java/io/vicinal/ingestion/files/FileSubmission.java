package io.vicinal.ingestion.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.CollectionVersions;
import io.vicinal.contracts.document.FilesResult;
import io.vicinal.contracts.document.FilesResult.FileOutcome;
import io.vicinal.contracts.document.SubmitResult.Rejected;
import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.json.Json;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.ingestion.parse.Parsers;
import io.vicinal.ingestion.written.WrittenOffsets;
import io.vicinal.kafka.KafkaProblems;
import io.vicinal.kafka.LogWriter;
import io.vicinal.kafka.codec.DocumentPartitions;
import io.vicinal.kafka.codec.EventHeaders;
import io.vicinal.kafka.document.DocumentRules;
import io.vicinal.parsing.ParseAnswer;
import io.vicinal.parsing.ParseAnswer.Parsed;
import io.vicinal.parsing.ParseAnswer.Refused;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The files of one request, one after the other: 1. read, 2. made a document, 3. checked, 4. written, 5. noted. */
final class FileSubmission {
    static final String SOURCE = "/vicinal/ingestion";

    private final Collection collection;
    private final Parsers parsers;
    private final LogWriter log;
    private final FileMeters meters;
    private final List<FileOutcome> files = new ArrayList<>();
    private final List<Rejected> rejected = new ArrayList<>();
    private final WrittenOffsets offsets;
    private long accepted;
    private @Nullable String nextId;
    private @Nullable String nextExpiry;

    FileSubmission(CollectionVersions collection, Parsers parsers, LogWriter log, FileMeters meters) {
        this.collection = collection.serving();
        this.offsets = new WrittenOffsets(collection.live());
        this.parsers = parsers;
        this.log = log;
        this.meters = meters;
    }

    /** The id for the file that comes next. */
    void id(String id) {
        nextId = id;
    }

    /** When the document of the file that comes next expires. */
    void expiresAt(String expiresAt) {
        nextExpiry = expiresAt;
    }

    int count() {
        return files.size();
    }

    /** @return fails with {@code ProblemException} only where going on would be of no use: the broker is away */
    Mono<Void> take(String name, Upload upload) {
        String id = nextId != null ? nextId : FileIds.of(name);
        String expiresAt = nextExpiry;
        nextId = null;
        nextExpiry = null;
        if (upload.isOverLimit()) {
            return reject(
                    name,
                    id,
                    null,
                    ProblemType.TOO_LARGE.of(null, "The file has more than %,d bytes.".formatted(upload.limit())));
        }
        return DocumentRules.checkId(id)
                .map(problem -> reject(name, id, null, problem))
                .orElseGet(() -> parsers.parse(upload.file(), name)
                        .flatMap(answer -> made(name, id, expiresAt, answer))
                        .onErrorResume(ProblemException.class, e -> rejectOrGiveUp(name, id, e)));
    }

    private Mono<Void> made(String name, String id, @Nullable String expiresAt, ParseAnswer answer) {
        return switch (answer) {
            case Refused refused -> reject(name, id, refused.contentType(), FileDocuments.problem(refused));
            case Parsed parsed -> {
                FileDocuments.Made made = FileDocuments.of(collection, name, id, expiresAt, parsed);
                yield DocumentRules.check(made.document(), collection)
                        .map(problem -> reject(name, id, parsed.contentType(), problem))
                        .orElseGet(() -> write(made, id));
            }
        };
    }

    private Mono<Void> write(FileDocuments.Made made, String id) {
        byte[] key = id.getBytes(UTF_8);
        return Mono.fromFuture(() -> log.write(new ProducerRecord<>(
                        Topics.documents(collection.name()),
                        DocumentPartitions.partition(key, collection.documentsPartitions()),
                        key,
                        Json.mapper().writeValueAsBytes(made.document()),
                        EventHeaders.event(EventHeaders.DOCUMENT, SOURCE))))
                .onErrorMap(KafkaProblems::of)
                .doOnNext(written -> accepted(made.outcome(), key, written))
                .then();
    }

    private void accepted(FileOutcome outcome, byte[] key, RecordMetadata written) {
        accepted++;
        offsets.add(key, written);
        files.add(outcome);
        meters.accepted();
    }

    private Mono<Void> rejectOrGiveUp(String name, String id, ProblemException failure) {
        return ProblemType.BROKER_UNAVAILABLE.is(failure.problem())
                ? Mono.error(failure)
                : reject(name, id, null, failure.problem());
    }

    private Mono<Void> reject(String name, String id, @Nullable String contentType, Problem problem) {
        rejected.add(new Rejected(files.size(), id, problem));
        files.add(FileDocuments.refused(name, id, contentType, problem));
        meters.rejected();
        return Mono.empty();
    }

    FilesResult result(@Nullable Problem aborted) {
        return new FilesResult(
                accepted, List.copyOf(rejected), offsets.partitions(), offsets.shards(), List.copyOf(files), aborted);
    }
}
