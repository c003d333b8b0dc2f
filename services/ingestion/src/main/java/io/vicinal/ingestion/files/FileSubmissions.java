package io.vicinal.ingestion.files;

import io.micrometer.core.instrument.MeterRegistry;
import io.vicinal.contracts.collection.CollectionVersions;
import io.vicinal.contracts.document.FilesResult;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.ingestion.parse.FileProperties;
import io.vicinal.ingestion.parse.Parsers;
import io.vicinal.ingestion.parse.Spool;
import io.vicinal.kafka.LogWriter;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.FilePartEvent;
import org.springframework.http.codec.multipart.FormPartEvent;
import org.springframework.http.codec.multipart.PartEvent;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Takes bodies of files in. Of each request one file lies on disk at a time: the next is read off the network when the one
 * before it is a document or is refused.
 */
public final class FileSubmissions implements AutoCloseable {
    /** Buffers of the network that wait for the disk. */
    private static final int PREFETCH = 4;

    private static final int THREADS = 4;
    private static final int THREAD_QUEUE = 10_000;

    /**
     * Where Reactor looks for what to do with an error that nobody can be told of any more. A body that breaks off fails its
     * last part and itself; the second time would stand in the log as an error.
     */
    private static final String ERROR_DROPPED = "reactor.onErrorDropped.local";

    private static final Logger log = LoggerFactory.getLogger(FileSubmissions.class);

    private final FileProperties settings;
    private final Spool spool;
    private final Parsers parsers;
    private final LogWriter writer;
    private final FileMeters meters;
    private final FormBody form = new FormBody();
    private final Scheduler disk = Schedulers.newBoundedElastic(THREADS, THREAD_QUEUE, "files-disk", 60, true);

    public FileSubmissions(
            FileProperties settings, Spool spool, Parsers parsers, LogWriter writer, MeterRegistry meters) {
        this.settings = settings;
        this.spool = spool;
        this.parsers = parsers;
        this.writer = writer;
        this.meters = new FileMeters(meters);
    }

    /** @return fails with {@code ProblemException}: too many requests, broker unavailable */
    public Mono<FilesResult> submit(CollectionVersions collection, String contentType, Flux<DataBuffer> body) {
        MediaType type = FormBody.check(contentType);
        return Mono.usingWhen(
                Mono.fromCallable(this::begin),
                _ -> read(new FileSubmission(collection, parsers, writer, meters), form.events(type, body)),
                _ -> Mono.fromRunnable(meters::ended));
    }

    private Boolean begin() {
        if (meters.begun() > settings.requests()) {
            meters.ended();
            throw ProblemType.TOO_MANY_REQUESTS.exception(
                    null, "%d requests with files are under way, the most at a time.".formatted(settings.requests()));
        }
        return true;
    }

    private Mono<FilesResult> read(FileSubmission submission, Flux<PartEvent> events) {
        return events.windowUntil(PartEvent::isLast, false, PREFETCH)
                // a body that breaks off must not take the file before with it that is being read
                .concatMapDelayError(
                        part -> part.switchOnFirst((first, all) -> part(submission, first.get(), all)), false, 1)
                .doOnDiscard(PartEvent.class, event -> DataBufferUtils.release(event.content()))
                .then(Mono.fromCallable(() -> complete(submission)))
                .onErrorMap(
                        DataBufferLimitException.class,
                        _ -> ProblemType.TOO_LARGE.exception(
                                null, "A part's headers or a form field are longer than they may be."))
                .onErrorMap(
                        DecodingException.class,
                        _ -> ProblemType.INVALID_VALUE.exception(
                                null,
                                "The body is not what multipart/form-data with its boundary is, or it is cut off."))
                .onErrorResume(ProblemException.class, e -> aborted(submission, e))
                .contextWrite(context -> context.put(ERROR_DROPPED, (Consumer<Throwable>) FileSubmissions::dropped));
    }

    private Flux<Void> part(FileSubmission submission, @Nullable PartEvent first, Flux<PartEvent> all) {
        return switch (first) {
            case FilePartEvent file
            when name(file) != null -> file(submission, Objects.requireNonNull(name(file)), all);
            case FormPartEvent field -> all.concatMap(_ -> field(submission, field));
            case null, default ->
                all.concatMap(event -> {
                    DataBufferUtils.release(event.content());
                    return Mono.error(ProblemType.INVALID_VALUE.exception(
                            null, "A part is neither a file, with a file name, nor a form field."));
                });
        };
    }

    private static @Nullable String name(FilePartEvent file) {
        String name = file.headers().getContentDisposition().getFilename();
        return name == null || name.isBlank() ? null : name;
    }

    private Flux<Void> file(FileSubmission submission, String name, Flux<PartEvent> all) {
        if (submission.count() == settings.maxFiles()) {
            return release(
                    all,
                    ProblemType.TOO_LARGE.exception(
                            null,
                            "A request has at most %,d files; send the rest in another."
                                    .formatted(settings.maxFiles())));
        }
        return Flux.using(
                () -> new Upload(spool, settings.maxBytes().toBytes()),
                upload -> all.publishOn(disk, PREFETCH)
                        // handled, not looked at: what went on from here would be discarded, and so released once more
                        .<Void>handle((event, _) -> upload.write(event.content()))
                        .then(Mono.defer(() -> submission.take(name, upload)))
                        .flux(),
                Upload::close);
    }

    private static Mono<Void> field(FileSubmission submission, FormPartEvent field) {
        switch (field.name()) {
            case "id" -> submission.id(field.value());
            case "expires_at" -> submission.expiresAt(field.value());
            default -> {
                return Mono.error(ProblemType.UNKNOWN_PROPERTY.exception(
                        field.name(),
                        "The form field \"%s\" is not known here; there are \"id\" and \"expires_at\", for the file after them. A file needs a file name."
                                .formatted(field.name())));
            }
        }
        return Mono.empty();
    }

    private static Flux<Void> release(Flux<PartEvent> all, ProblemException problem) {
        return all.concatMap(event -> {
            DataBufferUtils.release(event.content());
            return Mono.error(problem);
        });
    }

    private static void dropped(Throwable failure) {
        log.atDebug().setCause(failure).log("an error came after the one that was answered");
    }

    private static FilesResult complete(FileSubmission submission) {
        if (submission.count() == 0) {
            throw ProblemType.MISSING_VALUE.exception(
                    "file", "There is no file in the body; send at least one, as curl -F file=@report.pdf does.");
        }
        return submission.result(null);
    }

    private static Mono<FilesResult> aborted(FileSubmission submission, ProblemException problem) {
        return submission.count() == 0 ? Mono.error(problem) : Mono.just(submission.result(problem.problem()));
    }

    @Override
    public void close() {
        disk.dispose();
    }
}
