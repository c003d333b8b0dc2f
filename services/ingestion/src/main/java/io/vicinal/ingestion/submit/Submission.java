package io.vicinal.ingestion.submit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vicinal.contracts.collection.Collection;
import io.vicinal.contracts.collection.CollectionVersions;
import io.vicinal.contracts.document.Document;
import io.vicinal.contracts.document.DocumentLimits;
import io.vicinal.contracts.document.SubmitResult;
import io.vicinal.contracts.error.Problem;
import io.vicinal.contracts.error.ProblemException;
import io.vicinal.contracts.error.ProblemType;
import io.vicinal.contracts.topic.Topics;
import io.vicinal.ingestion.written.WrittenOffsets;
import io.vicinal.kafka.KafkaProblems;
import io.vicinal.kafka.LogWriter;
import io.vicinal.kafka.codec.DocumentPartitions;
import io.vicinal.kafka.codec.EventHeaders;
import io.vicinal.kafka.document.DocumentParser;
import io.vicinal.kafka.document.DocumentRules;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** One body on its way to the log. Elements come one at a time, in order, and are handed to the log in that order. */
final class Submission {
    private static final int RECORDS_UNDER_WAY = 1000;
    private static final long BYTES_UNDER_WAY = 16 << 20;

    private final Collection collection;
    private final LogWriter log;
    private final SubmitMeters meters;
    private final Scheduler cpu;
    private final Credit credit = new Credit(RECORDS_UNDER_WAY, BYTES_UNDER_WAY);
    private final Outcomes outcomes;
    private long index;

    Submission(CollectionVersions collection, LogWriter log, SubmitMeters meters, Scheduler cpu) {
        this.collection = collection.serving();
        this.outcomes = new Outcomes(new WrittenOffsets(collection.live()));
        this.log = log;
        this.meters = meters;
        this.cpu = cpu;
    }

    /** @return completes when the next element may come: this one need not be written by then */
    Mono<Void> take(Element element) {
        if (credit.tryAcquire(element.bytes())) {
            process(element);
            return Mono.empty();
        }
        return credit.acquire(element.bytes()).publishOn(cpu).then(Mono.fromRunnable(() -> process(element)));
    }

    Mono<SubmitResult> result(@Nullable Problem aborted) {
        return credit.allReleased().publishOn(cpu).then(Mono.fromCallable(() -> outcomes.result(aborted)));
    }

    private void process(Element element) {
        long at = index++;
        Problem away = outcomes.brokerAway();
        if (away != null) {
            outcomes.failIfAllIsLost();
            reject(element, at, null, away);
            return;
        }
        if (element.json() == null) {
            reject(
                    element,
                    at,
                    null,
                    ProblemType.TOO_LARGE.of(
                            null,
                            "The document has more than %,d bytes; split it."
                                    .formatted(DocumentLimits.DOCUMENT_BYTES)));
            return;
        }
        Document document;
        try {
            document = DocumentParser.parse(element.json());
        } catch (ProblemException e) {
            reject(element, at, null, e.problem());
            return;
        }
        Optional<Problem> broken = DocumentRules.check(document, collection);
        if (broken.isPresent()) {
            reject(element, at, document.id(), broken.get());
            return;
        }
        write(element, at, Objects.requireNonNull(document.id()));
    }

    private void write(Element element, long at, String id) {
        byte[] key = id.getBytes(UTF_8);
        meters.underWay(1);
        log.write(new ProducerRecord<>(
                        Topics.documents(collection.name()),
                        DocumentPartitions.partition(key, collection.documentsPartitions()),
                        key,
                        element.json(),
                        EventHeaders.event(EventHeaders.DOCUMENT, Submissions.SOURCE)))
                .whenComplete((written, failure) -> {
                    meters.underWay(-1);
                    if (failure == null) {
                        outcomes.accepted(key, written);
                        meters.accepted();
                        credit.release(element.bytes());
                    } else {
                        reject(element, at, id, KafkaProblems.of(failure).problem());
                    }
                });
    }

    private void reject(Element element, long at, @Nullable String id, Problem problem) {
        outcomes.rejected(at, id, problem);
        meters.rejected();
        credit.release(element.bytes());
    }
}
